package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.local.Table;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code list}. */
@Command(name = "list", description = "List the backup sets of a namespace, oldest first.")
final class ListCommand extends OnCluster {

    @Override
    int run(LocalEngine engine, String namespace, Output output) throws InterruptedException {
        List<BackupSet> sets = Await.result(engine.catalog().list(namespace));
        output.result(sets, sets.isEmpty() ? List.of("namespace " + namespace + " has no backup sets") : lines(sets));
        return ExitCodes.DONE;
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
