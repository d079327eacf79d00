package io.jenkins.plugins.consistentbackup.catalog;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Creation;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at a namespace's Lease until it can be taken, or patience ends. */
final class LeaseAcquisition {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** After these the Lease may be ours or somebody else's: look again. */
    private static final Set<Reason> LOOK_AGAIN =
            EnumSet.of(Reason.CONFLICT, Reason.LOST, Reason.TIMEOUT, Reason.NOT_FOUND, Reason.ALREADY_EXISTS);

    private final Cluster cluster;
    private final String namespace;
    private final String holder;
    private final Duration duration;
    private final Duration patience;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private final long startNanos = System.nanoTime();
    private volatile long sentNanos = startNanos;
    private volatile LeaseExpiry expiry = new LeaseExpiry("", 0);

    LeaseAcquisition(
            final Cluster cluster,
            final String namespace,
            final String holder,
            final Duration duration,
            final Duration patience,
            final Clock clock,
            final ScheduledExecutorService scheduler) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.holder = holder;
        this.duration = duration;
        this.patience = patience;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** @return the Lease, ours; fails with {@link CatalogException} when somebody else has it */
    CompletableFuture<Lease> run() {
        return cluster.get(Kind.LEASES, namespace, LeaseRecord.NAME).thenCompose(this::decide);
    }

    /** When the request that took the Lease was sent: from then on it stands. */
    long sentNanos() {
        return sentNanos;
    }

    private CompletableFuture<Lease> decide(final Optional<Lease> found) {
        sentNanos = System.nanoTime();
        if (found.isEmpty()) {
            Lease fresh = LeaseRecord.fresh(namespace, holder, duration, clock.instant());
            return orLookAgain(Creation.of(cluster, Kind.LEASES, fresh, this::isOurs));
        }
        LeaseRecord seen = LeaseRecord.of(found.get());
        expiry = expiry.seen(seen.version(), sentNanos);
        Duration standing = seen.duration().isZero() ? duration : seen.duration();
        if (seen.holder().isEmpty() || seen.holder().equals(holder) || expiry.expired(standing, sentNanos)) {
            return orLookAgain(cluster.replace(Kind.LEASES, seen.takenBy(holder, duration, clock.instant())));
        }
        return sentNanos - startNanos < patience.toNanos()
                ? lookLater()
                : CompletableFuture.failedFuture(new CatalogException("namespace " + namespace
                        + " is in use by " + seen.heldBy() + "; wait until it has finished. If it has died, its Lease "
                        + LeaseRecord.NAME + " is taken over once it was seen unchanged for "
                        + standing.toSeconds() + " s"));
    }

    private boolean isOurs(final Lease lease) {
        return LeaseRecord.of(lease).holder().equals(holder);
    }

    private CompletableFuture<Lease> orLookAgain(final CompletableFuture<Lease> write) {
        return write.exceptionallyCompose(failure -> Futures.cause(failure) instanceof ClusterException e
                        && LOOK_AGAIN.contains(e.reason())
                        && System.nanoTime() - startNanos < patience.plus(PAUSE).toNanos()
                ? lookLater()
                : CompletableFuture.failedFuture(Futures.cause(failure)));
    }

    private CompletableFuture<Lease> lookLater() {
        CompletableFuture<Lease> result = new CompletableFuture<>();
        scheduler.schedule(
                () -> run().whenComplete((lease, failure) -> {
                    if (failure == null) {
                        result.complete(lease);
                    } else {
                        result.completeExceptionally(Futures.cause(failure));
                    }
                }),
                PAUSE.toMillis(),
                TimeUnit.MILLISECONDS);
        return result;
    }
}
