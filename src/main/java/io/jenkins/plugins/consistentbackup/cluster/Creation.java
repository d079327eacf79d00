package io.jenkins.plugins.consistentbackup.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Creates an object whose creation must be known to have happened, once, also when the answer is lost. What a lost
 * request did is found out by reading the object back; only when there is none is the request sent a second time, which
 * cannot make a second object because the name is the same.
 */
public final class Creation<T extends HasMetadata> {
    /** After these, the object may or may not be there. A 429 has no effect, but reading back waits as it asks for. */
    private static final Set<Reason> IN_DOUBT =
            EnumSet.of(Reason.LOST, Reason.TIMEOUT, Reason.SERVER, Reason.TOO_MANY_REQUESTS, Reason.ALREADY_EXISTS);

    private final Cluster cluster;
    private final Kind<T> kind;
    private final T object;
    private final Predicate<T> ours;

    private Creation(final Cluster cluster, final Kind<T> kind, final T object, final Predicate<T> ours) {
        this.cluster = cluster;
        this.kind = kind;
        this.object = object;
        this.ours = ours;
    }

    /**
     * Creates an object.
     *
     * @param ours whether an object of this name is the one that this call made
     * @return the object; fails with {@link Reason#ALREADY_EXISTS} when the name belongs to somebody else
     */
    public static <T extends HasMetadata> CompletableFuture<T> of(
            final Cluster cluster, final Kind<T> kind, final T object, final Predicate<T> ours) {
        return new Creation<>(cluster, kind, object, ours).send(true);
    }

    private CompletableFuture<T> send(final boolean again) {
        return cluster.create(kind, object).exceptionallyCompose(failure -> {
            Throwable cause = Futures.cause(failure);
            return cause instanceof ClusterException e && IN_DOUBT.contains(e.reason())
                    ? readBack(e, again)
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private CompletableFuture<T> readBack(final ClusterException doubt, final boolean again) {
        String namespace = object.getMetadata().getNamespace();
        String name = object.getMetadata().getName();
        return cluster.get(kind, namespace, name).thenCompose(found -> settle(found, doubt, again));
    }

    private CompletableFuture<T> settle(final Optional<T> found, final ClusterException doubt, final boolean again) {
        if (found.isPresent()) {
            return ours.test(found.get())
                    ? CompletableFuture.completedFuture(found.get())
                    : CompletableFuture.failedFuture(taken(doubt));
        }
        return again && doubt.reason() != Reason.ALREADY_EXISTS ? send(false) : CompletableFuture.failedFuture(doubt);
    }

    private ClusterException taken(final ClusterException doubt) {
        return new ClusterException(
                Reason.ALREADY_EXISTS,
                "there is another " + kind + " " + object.getMetadata().getNamespace() + "/"
                        + object.getMetadata().getName() + ", which this run did not create",
                doubt);
    }
}
