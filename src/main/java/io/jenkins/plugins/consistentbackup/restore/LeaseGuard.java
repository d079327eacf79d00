package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.NamespaceLease;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The Lease of one run, taken when it is first needed. A process that goes on with another's run takes it anew.
 */
final class LeaseGuard {
    private static final Duration DURATION = Duration.ofSeconds(15);

    /** Long enough to see that the Lease of somebody who died is not renewed. */
    private static final Duration PATIENCE = DURATION.plusSeconds(5);

    private final Cluster cluster;
    private final String namespace;
    private final String holder;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private CompletableFuture<NamespaceLease> lease;

    LeaseGuard(
            final Cluster cluster,
            final String namespace,
            final String holder,
            final Clock clock,
            final ScheduledExecutorService scheduler) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.holder = holder;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** Completes when the Lease is known to be ours at this moment; fails with CatalogException otherwise. */
    CompletableFuture<Void> held() {
        return taken().thenCompose(NamespaceLease::check);
    }

    /** Gives the Lease back, if it was taken. Never fails: a Lease that cannot be given back expires. */
    synchronized CompletableFuture<Void> release() {
        if (lease == null) {
            return Steps.done();
        }
        CompletableFuture<NamespaceLease> taken = lease;
        lease = null;
        return taken.thenCompose(NamespaceLease::release).handle((released, failure) -> null);
    }

    private synchronized CompletableFuture<NamespaceLease> taken() {
        if (lease == null || lease.isCompletedExceptionally()) {
            lease = NamespaceLease.acquire(cluster, namespace, holder, DURATION, PATIENCE, clock, scheduler);
        }
        return lease;
    }
}
