package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import java.util.List;
import java.util.stream.IntStream;

/** Tells the user what the manifest says. */
final class Reports {
    private Reports() {}

    static BackupReport of(final Manifest manifest, final BackupState state) {
        CutSet cutSet = state.requireCutSet();
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
                databases(cutSet),
                manifest.volumes().stream()
                        .map(volume -> volume.snapshot().name())
                        .toList(),
                state.requirePlan().warnings());
    }

    private static List<BackupReport.Database> databases(final CutSet cutSet) {
        return IntStream.range(0, cutSet.holds().size())
                .mapToObj(i -> database(cutSet.holds().get(i), cutSet.output().get(i)))
                .toList();
    }

    private static BackupReport.Database database(final HeldContainer hold, final List<String> output) {
        return new BackupReport.Database(
                hold.container().pod() + " (" + hold.container().container() + ")",
                hold.template(),
                hold.times().released(),
                hold.times().freeze(),
                output);
    }
}
