package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecEnd;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecListener;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Says how late this machine is: a shell in the container that does nothing but sleep for a moment and say so, as the
 * script under test does. What is late while this is late was not late by itself.
 */
final class Metronome implements ExecListener, AutoCloseable {
    private static final long BEAT_MILLIS = 200;
    private static final String BEATS = "while sleep 0.2; do echo beat || exit; done";

    private final ExecSession session;
    private final NavigableMap<Long, Long> lateMillis = new ConcurrentSkipListMap<>(Map.of(System.nanoTime(), 0L));

    Metronome(final LocalContainer container) {
        session = container
                .open(LocalContainer.REF, List.of("sh", "-c", BEATS), this)
                .join();
    }

    /** The latest beat since a time of {@link System#nanoTime()}, the one that is due now included. */
    Duration latest(final long sinceNanos) {
        long now = System.nanoTime();
        long due = lateMillis(now);
        long latest = lateMillis.tailMap(sinceNanos).values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        return Duration.ofMillis(Math.max(due, latest));
    }

    private long lateMillis(final long now) {
        return (now - lateMillis.lastKey()) / 1_000_000 - BEAT_MILLIS;
    }

    @Override
    public void output(final String line) {
        long now = System.nanoTime();
        lateMillis.put(now, lateMillis(now));
    }

    @Override
    public void error(final String line) {
        throw new IllegalStateException("the metronome said: " + line);
    }

    @Override
    public void ended(final ExecEnd end) {
        // Closed, or killed with its container: from here on it is late, and that is seen.
    }

    @Override
    public void close() {
        session.close();
    }
}
