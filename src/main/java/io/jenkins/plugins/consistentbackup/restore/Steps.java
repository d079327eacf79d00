package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Several steps as one future. */
final class Steps {
    private Steps() {}

    /** One after the other; the first failure ends it. */
    static <T> CompletableFuture<Void> inOrder(
            final Collection<T> items, final Function<T, CompletableFuture<Void>> step) {
        CompletableFuture<Void> all = done();
        for (T item : items) {
            all = all.thenCompose(nothing -> step.apply(item));
        }
        return all;
    }

    /** Side by side; ends when all have ended, with a failure when one failed. */
    static <T> CompletableFuture<Void> together(
            final Collection<T> items, final Function<T, CompletableFuture<Void>> step) {
        return CompletableFuture.allOf(items.stream().map(step).toArray(CompletableFuture[]::new));
    }

    /** The values of several futures, in their order. */
    static <T, R> CompletableFuture<List<R>> collect(
            final Collection<T> items, final Function<T, CompletableFuture<R>> question) {
        return Futures.all(items.stream().map(question).toList());
    }

    /** Ends well as well when it is refused for one of these reasons. */
    static CompletableFuture<Void> tolerating(final Set<Reason> reasons, final CompletableFuture<Void> step) {
        return step.exceptionallyCompose(failure ->
                Futures.cause(failure) instanceof ClusterException refused && reasons.contains(refused.reason())
                        ? done()
                        : CompletableFuture.failedFuture(Futures.cause(failure)));
    }

    static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    /** Drops a value. */
    static CompletableFuture<Void> ignore(final CompletableFuture<?> future) {
        return future.thenApply(value -> null);
    }
}
