package io.jenkins.plugins.consistentbackup.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads that a connection borrows.
 *
 * @param timer runs deadlines and delays; its tasks are short
 * @param work runs what hears answers, so that no code of a listener ever holds up a socket or the timer
 */
record ClientThreads(ScheduledExecutorService timer, Executor work) {

    /** The same future, but failed by {@code late} when it takes longer, and completed by the worker threads. */
    <T> CompletableFuture<T> within(
            final Duration limit, final CompletableFuture<T> future, final Supplier<? extends Throwable> late) {
        CompletableFuture<T> result = new CompletableFuture<>();
        ScheduledFuture<?> deadline = timer.schedule(
                () -> work.execute(() -> result.completeExceptionally(late.get())),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        future.whenCompleteAsync(
                (value, failure) -> {
                    deadline.cancel(false);
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(failure);
                    }
                },
                work);
        return result;
    }

    /** The same future, completed by the worker threads. */
    <T> CompletableFuture<T> onWorkers(final CompletableFuture<T> future) {
        return future.whenCompleteAsync((value, failure) -> {}, work);
    }
}
