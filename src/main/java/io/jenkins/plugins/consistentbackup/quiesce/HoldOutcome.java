package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.quiesce.Hold.Released;
import java.util.concurrent.CompletableFuture;

/** What becomes of one hold, step by step. Completed between the hold's turns: what hangs on these is not ours. */
final class HoldOutcome {
    final CompletableFuture<Hold> held = new CompletableFuture<>();
    final CompletableFuture<Released> released = new CompletableFuture<>();
    final CompletableFuture<Void> retained = new CompletableFuture<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    final CompletableFuture<HoldException> lost = new CompletableFuture<>();

    /** Whether the lock was released as it should be. */
    boolean isReleased() {
        return released.isDone() && !released.isCompletedExceptionally();
    }

    /**
     * All that has not come yet will not come.
     *
     * @param ending whether the container was asked for the end, and did not confirm it
     */
    void failed(final HoldException reason, final boolean ending) {
        if (isReleased() && !ending) {
            ended.complete(null); // The session is gone, and with it what it kept: nothing is left to be ended.
        }
        released.completeExceptionally(reason);
        retained.completeExceptionally(reason);
        ended.completeExceptionally(reason);
        if (!held.completeExceptionally(reason)) {
            lost.complete(reason);
        }
    }
}
