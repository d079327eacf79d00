package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.backup.BackupPlan;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.local.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plan}. */
@Command(
        name = "plan",
        description = "Show what a backup would hold and cut, and what stands in its way. Changes nothing.")
final class PlanCommand extends OnCluster {
    @Mixin
    private BackupOptions options;

    @Override
    int run(LocalEngine engine, String namespace, Output output) throws InterruptedException {
        BackupPlan plan = Await.result(engine.backups().plan(options.in(namespace)));
        output.result(plan, PlanText.of(plan));
        return ExitCodes.DONE;
    }
}
