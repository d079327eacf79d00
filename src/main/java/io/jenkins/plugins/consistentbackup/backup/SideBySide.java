package io.jenkins.plugins.consistentbackup.backup;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Work that is done side by side. */
final class SideBySide {
    private SideBySide() {}

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

    private static <T> CompletableFuture<?> started(
            final T item, final Function<T, ? extends CompletableFuture<?>> work) {
        try {
            return work.apply(item);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
