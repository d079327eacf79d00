package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.restore.UndoRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code undo}. */
@Command(
        name = "undo",
        description = "Take a restore back, whether it ended well, failed or died on its way. An undo can be undone.")
final class UndoCommand extends OnCluster {
    @Parameters(
            paramLabel = "RESTORE",
            arity = "0..1",
            defaultValue = UndoRequest.LATEST,
            description = "Id of the restore; default: the ${DEFAULT-VALUE} one.")
    private String restore;

    @Mixin
    private RestoreOptions options;

    @Override
    int run(LocalEngine engine, String namespace, Output output) throws InterruptedException {
        UndoRequest request =
                new UndoRequest(namespace, restore, LocalEngine.requester(), options.choices(), options.limits());
        return RestoreRuns.run(engine, Await.result(engine.restorer().plan(request)), options.planOnly(), output);
    }
}
