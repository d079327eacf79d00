package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.InputException;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code show}. */
@Command(
        name = "show",
        description = "Show a backup set: what was held and cut, what was proved, and what it is worth.")
final class ShowCommand extends OnCluster {
    @Parameters(paramLabel = "SET", description = "Id of the set.")
    private String set;

    @Override
    int run(LocalEngine engine, String namespace, Output output) throws InterruptedException {
        BackupSet found = Await.result(engine.catalog().find(namespace, SetId.of(set)))
                .orElseThrow(() -> new InputException(SetsToDelete.unknown(set, namespace)));
        output.result(found, SetText.of(found));
        return ExitCodes.DONE;
    }
}
