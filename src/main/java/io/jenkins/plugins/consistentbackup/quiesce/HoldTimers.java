package io.jenkins.plugins.consistentbackup.quiesce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** What one hold does later, until it is over. Used within the hold's turns. */
final class HoldTimers {
    private final ScheduledExecutorService timer;
    private final List<ScheduledFuture<?>> running = new ArrayList<>();

    HoldTimers(final ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Does something once; at once when the time has passed already. */
    void in(final Duration delay, final Runnable task) {
        running.removeIf(ScheduledFuture::isDone);
        running.add(timer.schedule(task, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS));
    }

    /** Does something again and again, for the first time after one period. */
    void every(final Duration period, final Runnable task) {
        long millis = Math.max(1, period.toMillis());
        running.add(timer.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS));
    }

    /** Nothing is done any more. */
    void stop() {
        running.forEach(each -> each.cancel(false));
        running.clear();
    }
}
