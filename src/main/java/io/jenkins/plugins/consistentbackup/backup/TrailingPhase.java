package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.Artefact;
import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import io.jenkins.plugins.consistentbackup.snapshot.Cut;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Cuts the logs after the release, proves that they still reached back to the start, and ends the sessions. */
final class TrailingPhase implements Phase<BackupState> {
    private final BackupSession session;
    private final UnaryOperator<List<String>> kept;

    /** @param kept what stays of the lines that the scripts of a hold have written */
    TrailingPhase(final BackupSession session, final UnaryOperator<List<String>> kept) {
        this.session = session;
        this.kept = kept;
    }

    @Override
    public String name() {
        return "trailing";
    }

    @Override
    public String doing(final BackupState state) {
        return "cutting the volumes of logs";
    }

    @Override
    public boolean resumable() {
        return false;
    }

    @Override
    public CompletableFuture<Void> run(final BackupState state, final PhaseContext context) {
        CompletableFuture<Void> trailed =
                context.unlessCancelled(cutTrailingGroups(state).thenCompose(nothing -> proveRetained()));
        return trailed.thenCompose(nothing -> SideBySide.forEach(
                        withLogs(), database -> database.hold().end()))
                .thenRun(() -> {
                    session.closeCutter();
                    state.setCutSet(cutSet());
                });
    }

    private CompletableFuture<Void> cutTrailingGroups(final BackupState state) {
        BackupPlan plan = state.requirePlan();
        return SideBySide.forEach(
                plan.groups().stream().filter(PlannedGroup::trailing).toList(),
                group -> session.cutter()
                        .cut(VolumeCuts.request(
                                state.id(), plan, group, state.request().maxHold()))
                        .thenAccept(session.cuts()::addAll));
    }

    /** A log that is cut after the release is worth something only while nothing of it was recycled. */
    private CompletableFuture<Void> proveRetained() {
        return SideBySide.forEach(withLogs(), database -> database.hold().proveRetained());
    }

    private List<HeldDatabase> withLogs() {
        return session.held().stream().filter(HeldDatabase::hasLog).toList();
    }

    private CutSet cutSet() {
        List<Artefact> artefacts = session.held().stream()
                .flatMap(database -> database.artefacts().stream())
                .toList();
        List<Cut> cuts = List.copyOf(session.cuts());
        Instant first = cuts.stream()
                .map(cut -> cut.requested().time())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = cuts.stream()
                .map(cut -> cut.observed().time())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new CutSet(
                session.held().stream().map(HeldDatabase::describe).toList(),
                cuts,
                artefacts,
                first,
                last,
                session.held().stream()
                        .map(database -> kept.apply(database.output()))
                        .toList());
    }
}
