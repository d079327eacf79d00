package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.cluster.Futures;
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
        return unlabelled(state, context)
                .thenCompose(nothing -> context.unlessCancelled(session.ready(state)))
                .thenAccept(ready -> state.setFinishedAt(session.parts().clock().instant()));
    }

    /** Everything is cut by now. A label that stays selects nothing any more, so it is no reason to fail. */
    private CompletableFuture<Void> unlabelled(final BackupState state, final PhaseContext context) {
        return session.checkLease(state)
                .thenCompose(nothing -> session.unlabelClaims(state))
                .exceptionally(failure -> {
                    context.say("warning: the claims of set " + state.id() + " keep its labels: "
                            + Futures.cause(failure).getMessage());
                    return null;
                });
    }
}
