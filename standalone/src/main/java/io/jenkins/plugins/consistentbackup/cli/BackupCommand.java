package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupRun;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.local.PhaseProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code backup}. */
@Command(
        name = "backup",
        description = "Hold the databases, cut snapshots of all volumes, let go, prove the set and commit it.")
final class BackupCommand extends OnCluster {
    @Mixin
    private BackupOptions options;

    @Override
    int run(LocalEngine engine, String namespace, Output output) throws InterruptedException {
        BackupRun run =
                engine.backups().start(options.in(namespace), new PhaseProgress<>(output::progress), output::progress);
        BackupReport report = Await.result(run.result(), run::cancel);
        output.result(report, report.lines());
        return ExitCodes.DONE;
    }
}
