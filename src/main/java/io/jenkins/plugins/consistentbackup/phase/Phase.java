package io.jenkins.plugins.consistentbackup.phase;

import java.util.concurrent.CompletableFuture;

/**
 * One named part of an operation. It can be run again after it was interrupted anywhere: what it has done already it
 * finds in the state or in the cluster.
 *
 * @param <S> the operation's state; a phase changes it only on the thread that completes its future, or before
 *     returning it
 */
public interface Phase<S extends RunState> {

    /** One word, in the state and in front of the user: {@code hold}. */
    String name();

    /** In one line, what is being done or waited for; shown while the phase runs. */
    String doing(S state);

    /**
     * Whether a run that died in this phase may go on with it. False where something lived in the process that died,
     * such as the session that held a lock: then the run fails, and is cleaned up.
     */
    default boolean resumable() {
        return true;
    }

    /**
     * Whether every moment counts: the state is saved once it has begun, and not waited for. Only for a phase that does
     * not change the state, and where a run that died in it is treated as if it had died in the one before.
     */
    default boolean hurried() {
        return false;
    }

    /**
     * Does it. Ends soon, with a failure, when {@link PhaseContext#cancelled()} completes.
     *
     * @throws RuntimeException like a failed future
     */
    CompletableFuture<Void> run(S state, PhaseContext context);
}
