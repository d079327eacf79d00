package io.jenkins.plugins.consistentbackup.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler that does not wait: a pause only moves the time on. */
public final class Pauses extends ScheduledThreadPoolExecutor {
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    public Pauses() {
        super(1);
    }

    /** What has passed of the time: all pauses together. */
    public long nanoTime() {
        return pauses.stream().mapToLong(Duration::toNanos).sum();
    }

    /** Each pause that was made, without those of no length. */
    public List<Duration> made() {
        return pauses.stream().filter(pause -> !pause.isZero()).toList();
    }

    @Override
    public <V> ScheduledFuture<V> schedule(final Callable<V> work, final long delay, final TimeUnit unit) {
        pauses.add(Duration.of(delay, unit.toChronoUnit()));
        return super.schedule(work, 0, unit);
    }
}
