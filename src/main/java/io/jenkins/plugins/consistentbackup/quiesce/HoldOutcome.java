package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.quiesce.Hold.Released;
import java.util.concurrent.CompletableFuture;

/** What becomes of one hold, step by step. Completed outside the hold's lock: what hangs on these is not ours. */
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

    /** All that has not come yet will not come. */
    void failed(final HoldException reason) {
        released.completeExceptionally(reason);
        retained.completeExceptionally(reason);
        ended.completeExceptionally(reason);
        if (!held.completeExceptionally(reason)) {
            lost.complete(reason);
        }
    }
}
