package io.jenkins.plugins.consistentbackup.phase;

import java.util.concurrent.CompletableFuture;

/** Where a run's state is kept, so that it outlives the process. */
@FunctionalInterface
public interface Journal<S extends RunState> {
    /**
     * Stores the state as it is now, whatever becomes of it after this has returned; completes when it would be found
     * after a crash. States are stored in the order of the calls.
     */
    CompletableFuture<Void> save(S state);

    /** Keeps nothing: a run of a process whose death is cleaned up by the next one, from the cluster. */
    static <S extends RunState> Journal<S> none() {
        return state -> CompletableFuture.completedFuture(null);
    }
}
