package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import java.util.List;

/** Tells the user what the manifest says. */
final class Reports {
    private Reports() {}

    static BackupReport of(final Manifest manifest, final BackupState state) {
        CutSet cutSet = state.requireCutSet();
        List<BackupReport.Database> databases = manifest.holds().stream()
                .map(hold -> new BackupReport.Database(
                        hold.container().pod() + " (" + hold.container().container() + ")",
                        hold.template(),
                        hold.times().released(),
                        hold.times().freeze()))
                .toList();
        return new BackupReport(
                manifest.id().toString(),
                manifest.namespace(),
                manifest.verdict().level(),
                manifest.verdict().why(),
                manifest.started(),
                cutSet.firstRequested(),
                cutSet.lastObserved(),
                manifest.finished(),
                state.begun().entrySet().stream()
                        .map(phase -> new BackupReport.PhaseBegin(phase.getKey(), phase.getValue()))
                        .toList(),
                databases,
                manifest.volumes().stream()
                        .map(volume -> volume.snapshot().name())
                        .toList(),
                state.requirePlan().warnings());
    }
}
