package io.jenkins.plugins.consistentbackup.job;

import java.util.concurrent.CompletableFuture;

/**
 * A backup or restore of this Jenkins on its way, from before its cluster is even entered until its end.
 *
 * @param <R> the report that it comes to
 */
public final class ActiveRun<R> {
    private final String id;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private Steering steering;
    private String reason;

    ActiveRun(final String id) {
        this.id = id;
    }

    /** Names its record. */
    public String id() {
        return id;
    }

    /**
     * What it came to; fails with an {@link hudson.AbortException} of one line when everything was released and cleaned
     * up. Completed on a thread that may do I/O.
     */
    public CompletableFuture<R> result() {
        return result.copy();
    }

    /** What is being done, in one line. */
    public synchronized String status() {
        return steering == null ? "entering the cluster" : steering.status();
    }

    /** Whether a database waits or is down, so that this Jenkins had better not end now. */
    public synchronized boolean holding() {
        return steering != null && steering.holding();
    }

    /** Asks it to stop; what it holds is released first, then its result fails with this reason. */
    public void cancel(final String why) {
        Steering begun;
        synchronized (this) {
            reason = why;
            begun = steering;
        }
        if (begun != null) {
            begun.cancel(why);
        }
    }

    /** Why it should stop, or null. */
    synchronized String cancelled() {
        return reason;
    }

    /** The engine has begun with it. */
    void begun(final Steering engine) {
        String why;
        synchronized (this) {
            steering = engine;
            why = reason;
        }
        if (why != null) {
            engine.cancel(why);
        }
    }

    void succeed(final R report) {
        result.complete(report);
    }

    void fail(final Throwable failure) {
        result.completeExceptionally(Failures.shown(failure));
    }
}
