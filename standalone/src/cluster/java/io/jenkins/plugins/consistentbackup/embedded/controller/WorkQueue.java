package io.jenkins.plugins.consistentbackup.embedded.controller;

import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Calls a controller for the objects that something has happened to: never twice at once for the same object, once
 * more when something happens meanwhile, and later again after a failure (client-go's rate-limiting queue: 5 ms,
 * doubling, up to 10 s here).
 */
public final class WorkQueue implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(WorkQueue.class.getName());
    private static final long FIRST_DELAY_MILLIS = 5;
    private static final long LONGEST_DELAY_MILLIS = 10_000;

    /** One step towards what an object asks for. */
    @FunctionalInterface
    public interface Step {
        void take(ObjectKey key);
    }

    private static final class Work {
        boolean running;
        boolean again;
        int failures;
    }

    private final String name;
    private final Step step;
    private final Executor workers;
    private final ScheduledExecutorService timer;
    private final Map<ObjectKey, Work> works = new HashMap<>();
    private int running;
    private boolean closed;

    public WorkQueue(String name, Workers workers, Step step) {
        this.name = name;
        this.step = step;
        this.workers = workers.pool();
        this.timer = workers.timer();
    }

    public void add(ObjectKey key) {
        synchronized (works) {
            if (closed) {
                return;
            }
            Work work = works.computeIfAbsent(key, absent -> new Work());
            if (work.running) {
                work.again = true;
                return;
            }
            work.running = true;
            running++;
        }
        workers.execute(() -> run(key));
    }

    public void addLater(ObjectKey key, Duration delay) {
        synchronized (works) {
            if (!closed) {
                timer.schedule(() -> add(key), delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void run(ObjectKey key) {
        boolean failed = true;
        try {
            step.take(key);
            failed = false;
        } catch (ApiException e) {
            LOGGER.log(Level.FINE, e, () -> name + ": " + key + " will be tried again");
        } catch (RuntimeException e) {
            // As in client-go: one object that a controller cannot digest must not keep it from all others.
            LOGGER.log(Level.WARNING, e, () -> name + " failed for " + key + " and will try again");
        } finally {
            finish(key, failed);
        }
    }

    private void finish(ObjectKey key, boolean failed) {
        boolean again;
        synchronized (works) {
            running--;
            works.notifyAll();
            Work work = works.get(key);
            work.running = false;
            again = work.again;
            work.again = false;
            work.failures = failed ? work.failures + 1 : 0;
            if (failed) {
                addLater(key, delay(work.failures));
            } else if (!again) {
                works.remove(key);
            }
        }
        if (again) {
            add(key);
        }
    }

    /** How long to wait after the n-th failure in a row. */
    static Duration delay(int failures) {
        return Duration.ofMillis(Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(failures - 1, 20)));
    }

    /** Takes no more work, and returns when what is running has ended, 10 s later at most. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        synchronized (works) {
            closed = true;
            try {
                while (running > 0 && System.nanoTime() < deadline) {
                    works.wait(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
