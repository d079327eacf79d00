package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.InputException;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code delete}. */
@Command(
        name = "delete",
        description = "Remove backup sets: those that are named, or with --incomplete what backups that failed or died"
                + " left behind. Never while somebody else is at work in the namespace.")
final class DeleteCommand extends OnCluster {
    @Parameters(paramLabel = "SET", arity = "0..*", description = "Ids of sets.")
    private Set<String> names = Set.of();

    @Option(names = "--incomplete", description = "All incomplete and failed sets that are old enough.")
    private boolean incomplete;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How old sets are that --incomplete removes; a younger one may belong to a build that goes on"
                    + " when its Jenkins is back; default: ${DEFAULT-VALUE}.")
    private Duration olderThan;

    @Option(names = "--good", description = "Remove named sets also if a restore could use them.")
    private boolean good;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "70s",
            description = "How long to wait for the namespace's Lease; that of a process which died stands for a"
                    + " minute; default: ${DEFAULT-VALUE}.")
    private Duration patience;

    @Override
    int run(LocalEngine engine, String namespace, Output output) throws InterruptedException {
        if (names.isEmpty() && !incomplete) {
            throw new InputException("name the sets to remove, or say --incomplete; consistent-backup list -n "
                    + namespace + " shows what there is");
        }
        SetsToDelete wanted = new SetsToDelete(names, incomplete, olderThan, good);
        List<BackupSet> chosen = wanted.of(Await.result(engine.catalog().list(namespace)), namespace, Instant.now());
        if (chosen.isEmpty()) {
            output.result(
                    chosen, List.of("namespace " + namespace + " has no incomplete or failed set that is old enough"));
            return ExitCodes.DONE;
        }
        output.progress("waiting for the Lease of namespace " + namespace);
        Await.result(engine.backups()
                .deletion()
                .run(chosen, LocalEngine.requester(), patience, set -> output.progress("removed " + set.id())));
        output.result(
                chosen, chosen.stream().map(set -> "removed set " + set.id()).toList());
        return ExitCodes.DONE;
    }
}
