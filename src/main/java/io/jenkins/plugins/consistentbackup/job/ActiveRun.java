package io.jenkins.plugins.consistentbackup.job;

import hudson.model.Run;
import java.util.concurrent.CompletableFuture;

/**
 * A backup or restore of this Jenkins on its way, from before its cluster is even entered until its end.
 *
 * @param <R> the report that it comes to
 */
public final class ActiveRun<R> {
    /**
     * How long whoever aborts a build waits for the end of what it began; that goes on after it, unattended. Less than
     * the 15 s that Jenkins waits for the builds of a job that is deleted.
     */
    public static final long STOP_SECONDS = 10;

    private final String id;
    private final Run<?, ?> build;
    private final boolean outlastsBuild;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private Steering steering;
    private String reason;

    /**
     * @param build that asked for it, or null when it is done for none
     * @param outlastsBuild whether it goes on to its end, once it has changed something, when the build ends first
     */
    ActiveRun(final String id, final Run<?, ?> build, final boolean outlastsBuild) {
        this.id = id;
        this.build = build;
        this.outlastsBuild = outlastsBuild;
    }

    /** Names its record. */
    public String id() {
        return id;
    }

    /** Whether this build asked for it. */
    boolean isOf(final Run<?, ?> asking) {
        return asking.equals(build);
    }

    /**
     * Whether it goes on if its build ends now. A restore that is at work does: it was asked for because the data that
     * it replaces is bad, and a time-out of the build, which leaves a minute for the end of its steps, would bring that
     * back.
     */
    boolean outlastsBuild() {
        return outlastsBuild && holding();
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
