package io.jenkins.plugins.consistentbackup.faults;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Looks all the time whether a database acknowledges writes, and notes the longest time in which it did not. */
public final class WriteWatch implements AutoCloseable {
    private static final long PERIOD_MILLIS = 50;

    private final RowsDatabase database;
    private final ScheduledFuture<?> task;
    private long bytes;
    private long grown = System.nanoTime();
    private long longest;
    private long lastLook = System.nanoTime();
    private long latest;

    public WriteWatch(final RowsDatabase database, final ScheduledExecutorService scheduler) {
        this.database = database;
        bytes = database.acknowledgedBytes();
        task = scheduler.scheduleAtFixedRate(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        long now = System.nanoTime();
        long seen = database.acknowledgedBytes();
        longest = Math.max(longest, now - grown);
        latest = Math.max(latest, now - lastLook);
        lastLook = now;
        if (seen > bytes) {
            bytes = seen;
            grown = now;
        }
    }

    synchronized Duration longestPause() {
        return Duration.ofNanos(longest);
    }

    /** How long this machine was too busy even to look. */
    synchronized Duration longestBlink() {
        return Duration.ofNanos(latest);
    }

    /** Whether it acknowledges a write from now on within a time. */
    public boolean writesWithin(final Duration limit) {
        long before = database.acknowledgedBytes();
        try {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(PERIOD_MILLIS))
                    .pollDelay(Duration.ZERO)
                    .atMost(limit)
                    .until(() -> database.acknowledgedBytes() > before);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        task.cancel(false);
    }
}
