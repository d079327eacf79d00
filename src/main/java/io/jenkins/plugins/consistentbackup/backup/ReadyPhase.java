package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import java.util.concurrent.CompletableFuture;

/** Waits, with everything released, until the storage has the snapshots ready. */
final class ReadyPhase implements Phase<BackupState> {
    private final BackupSession session;

    ReadyPhase(final BackupSession session) {
        this.session = session;
    }

    @Override
    public String name() {
        return "ready";
    }

    @Override
    public String doing(final BackupState state) {
        return "waiting for " + state.requirePlan().volumes().size() + " snapshots to be ready";
    }

    @Override
    public CompletableFuture<Void> run(final BackupState state, final PhaseContext context) {
        return context.unlessCancelled(session.ready(state))
                .thenAccept(ready -> state.setFinishedAt(session.parts().clock().instant()));
    }
}
