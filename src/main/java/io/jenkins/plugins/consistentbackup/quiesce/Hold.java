package io.jenkins.plugins.consistentbackup.quiesce;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A database that is held. Every future of it has a deadline of its own, and fails with {@link HoldException}. */
public interface Hold {
    HoldRequest request();

    /** When the acquisition was sent, as {@link System#nanoTime()}: the freeze is counted from here. */
    long sentNanos();

    /** The first proof, from inside the locking session, that the lock is held: it came with the lock. */
    String proof();

    /**
     * A proof, from inside the locking session, that the lock is still held; fails when it is not the first one's. The
     * question is sent before this returns, so what is asked for next is answered after it.
     */
    CompletableFuture<String> prove();

    /** Lets go. Completes when the database confirmed it. */
    CompletableFuture<Released> release();

    /** After the release: proof that the log since the start of the hold is still there. */
    CompletableFuture<Void> proveRetained();

    /** Ends what was kept for the trailing cut, and the session. Idempotent; also ends a hold that still stands. */
    CompletableFuture<Void> end();

    /** Completes when the hold ended without being asked to: its reason. Never completes otherwise. */
    CompletableFuture<HoldException> lost();

    /**
     * What a release brought.
     *
     * @param heldMillis from the sending of the acquisition to the confirmed release, in ms, on the orchestrator's clock
     * @param captured artefacts of the hold by name, decoded
     * @param output the last lines that the template's scripts have written to standard error, of a bounded length
     */
    record Released(long heldMillis, Map<String, byte[]> captured, List<String> output) {}
}
