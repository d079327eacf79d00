package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Changes that ask for the version that was seen. */
final class Versions {
    /** Controllers write the status in between now and then. */
    private static final int ATTEMPTS = 5;

    private Versions() {}

    /**
     * Makes a change anew as long as somebody else was faster, a few times.
     *
     * @param change looks, and then changes what it saw
     */
    static <T> CompletableFuture<T> unlessOthersChangeIt(final Supplier<CompletableFuture<T>> change) {
        return attempt(change, ATTEMPTS);
    }

    private static <T> CompletableFuture<T> attempt(final Supplier<CompletableFuture<T>> change, final int attempts) {
        return change.get()
                .exceptionallyCompose(failure -> attempts > 1
                                && Futures.cause(failure) instanceof ClusterException known
                                && known.reason() == Reason.CONFLICT
                        ? attempt(change, attempts - 1)
                        : CompletableFuture.failedFuture(Futures.cause(failure)));
    }
}
