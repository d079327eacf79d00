package io.jenkins.plugins.consistentbackup.backup;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Work side by side. */
final class Futures {
    private Futures() {}

    /** Starts work for each item; completes when all of it has ended, and fails with the first failure. */
    static <T> CompletableFuture<Void> forEach(
            final Collection<T> items, final Function<T, ? extends CompletableFuture<?>> work) {
        return CompletableFuture.allOf(
                items.stream().map(item -> started(item, work)).toArray(CompletableFuture[]::new));
    }

    /** The work, but failed as soon as one of the others completes with the reason why it is in vain. */
    static <T> CompletableFuture<T> unless(
            final CompletableFuture<T> work, final List<? extends CompletableFuture<? extends Throwable>> reasons) {
        CompletableFuture<T> result = work.copy();
        reasons.forEach(reason -> reason.thenAccept(result::completeExceptionally));
        return result;
    }

    static Throwable cause(final Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static <T> CompletableFuture<?> started(
            final T item, final Function<T, ? extends CompletableFuture<?>> work) {
        try {
            return work.apply(item);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
