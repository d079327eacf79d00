package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Holds the databases, wave after wave; those of one wave side by side. */
final class HoldPhase implements Phase<BackupState> {
    private final BackupSession session;

    HoldPhase(final BackupSession session) {
        this.session = session;
    }

    @Override
    public String name() {
        return "hold";
    }

    @Override
    public String doing(final BackupState state) {
        return "holding " + state.requirePlan().databases().size() + " databases";
    }

    @Override
    public boolean resumable() {
        return false;
    }

    @Override
    public CompletableFuture<Void> run(final BackupState state, final PhaseContext context) {
        CompletableFuture<Void> all = session.checkLease(state);
        for (List<PlannedDatabase> wave : state.requirePlan().waves()) {
            all = all.thenCompose(nothing -> SideBySide.forEach(wave, database -> hold(state, database)));
        }
        return context.unlessCancelled(all);
    }

    private CompletableFuture<Void> hold(final BackupState state, final PlannedDatabase database) {
        return session.parts()
                .quiescer()
                .hold(session.holdRequest(state, database))
                .thenCompose(hold -> session.add(new HeldDatabase(database, hold, System.nanoTime())));
    }
}
