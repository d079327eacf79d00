package io.jenkins.plugins.consistentbackup.cluster;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads of a connection, and the answers that its users wait for: when it is closed, each that is still open fails
 * with the reason, because nobody would ever complete it any more.
 */
final class ClientThreads {
    private final ScheduledExecutorService timer;
    private final ExecutorService work;
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
    private volatile ClusterException closed;

    /**
     * @param timer runs deadlines and delays; its tasks are short. After its shutdown it must pass over new ones
     * @param work runs what hears answers, so that no code of a listener ever holds up a socket or the timer. After its
     *     shutdown it must run new ones in the thread of their giver
     */
    ClientThreads(final ScheduledExecutorService timer, final ExecutorService work) {
        this.timer = timer;
        this.work = work;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    Executor work() {
        return work;
    }

    /** The same future, but failed by {@code late} when it takes longer, and completed by the worker threads. */
    <T> CompletableFuture<T> within(
            final Duration limit, final CompletableFuture<T> future, final Supplier<? extends Throwable> late) {
        CompletableFuture<T> result = onWorkers(future);
        ScheduledFuture<?> deadline = timer.schedule(
                () -> work.execute(() -> result.completeExceptionally(late.get())),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        result.whenComplete((value, failure) -> deadline.cancel(false));
        return result;
    }

    /** The same future, completed by the worker threads. */
    <T> CompletableFuture<T> onWorkers(final CompletableFuture<T> future) {
        CompletableFuture<T> result = new CompletableFuture<>();
        open.add(result);
        result.whenComplete((value, failure) -> open.remove(result));
        // Looked at after the result was noted: closing either finds it there or was seen here.
        if (closed != null) {
            result.completeExceptionally(closed);
        }
        future.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(failure);
                    }
                },
                work);
        return result;
    }

    /** Fails what is still open with a reason, then lets the threads end. Idempotent. */
    void close(final ClusterException reason) {
        closed = reason;
        open.forEach(result -> work.execute(() -> result.completeExceptionally(reason)));
        timer.shutdown();
        work.shutdown();
    }
}
