package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet.State;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.local.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code list}. */
@Command(name = "list", description = "List the backup sets of a namespace, oldest first.")
final class ListCommand extends OnCluster {

    @Override
    int run(LocalEngine engine, String namespace, Output output) throws InterruptedException {
        List<BackupSet> sets = Await.result(engine.catalog().list(namespace));
        output.result(sets, sets.isEmpty() ? List.of("namespace " + namespace + " has no backup sets") : lines(sets));
        advice(sets).ifPresent(output::warning);
        return ExitCodes.DONE;
    }

    /** What to do about sets that no backup may ever finish. */
    private static Optional<String> advice(List<BackupSet> sets) {
        return sets.stream()
                .filter(set -> set.state() == State.INCOMPLETE || set.state() == State.FAILED)
                .findFirst()
                .map(set ->
                        "An incomplete set belongs to a backup that is still running, or is what one left that died;"
                                + " a failed one could not be removed at once. To remove one: consistent-backup delete -n "
                                + set.namespace() + " " + set.id() + ", or all: delete -n " + set.namespace()
                                + " --incomplete. It waits while somebody is at work in the namespace.");
    }

    static List<String> lines(List<BackupSet> sets) {
        Table table = new Table("SET", "STATE", "LEVEL", "CREATED", "VOLUMES", "PINNED", "");
        for (BackupSet set : sets) {
            table.row(
                    set.id().toString(),
                    set.state().name().toLowerCase(Locale.ROOT),
                    set.manifest()
                            .map(manifest -> manifest.verdict().level().name().toLowerCase(Locale.ROOT))
                            .orElse("-"),
                    String.valueOf(set.created()),
                    String.valueOf(set.snapshots().size()),
                    set.pinned() ? "yes" : "no",
                    set.reason());
        }
        return table.lines();
    }
}
