package io.jenkins.plugins.consistentbackup.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What {@link CompletableFuture} lacks for work that is done side by side. */
public final class Futures {
    private Futures() {}

    /** The results in the order of the work; fails with the first failure, without waiting for the rest. */
    public static <T> CompletableFuture<List<T>> all(final List<CompletableFuture<T>> work) {
        CompletableFuture<List<T>> result = new CompletableFuture<>();
        work.forEach(one -> one.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(cause(failure));
            }
        }));
        CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).thenRun(() -> {
            List<T> values = new ArrayList<>();
            work.forEach(one -> values.add(one.join()));
            result.complete(List.copyOf(values));
        });
        return result;
    }

    /** The failure itself, without the wrapping that a dependent future puts around it. */
    public static Throwable cause(final Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
