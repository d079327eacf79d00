package io.jenkins.plugins.consistentbackup.phase;

import java.util.concurrent.CompletableFuture;

/** What a phase may do besides its work. */
public interface PhaseContext {

    /** Prints a line for the user. Must hold nothing secret. */
    void say(String line);

    /** Saves the state now; completes when it is stored. What must be known after a crash is saved before it is done. */
    CompletableFuture<Void> save();

    /** Fails, with the reason, when the run is to stop. Never completes otherwise. */
    CompletableFuture<Void> cancelled();

    /** The given work, but failed as soon as the run is to stop; the work itself goes on to its own deadline. */
    default <T> CompletableFuture<T> unlessCancelled(final CompletableFuture<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        work.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
        cancelled().whenComplete((nothing, reason) -> result.completeExceptionally(reason));
        return result;
    }
}
