package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.NamespaceLease;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The Lease of one run, taken when it is first needed. A process that goes on with another's run takes it anew. One that
 * could not be renewed in time, because the API server was away, is taken again when nobody has taken it meanwhile.
 */
final class LeaseGuard {
    private static final Duration DURATION = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final String namespace;
    private final String holder;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private CompletableFuture<NamespaceLease> lease;
    /** The latest one that was lost; null while none was. */
    private NamespaceLease lost;

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

    /** One that was lost is never acquired anew: by then somebody else may have changed what this run would go on from. */
    private synchronized CompletableFuture<NamespaceLease> taken() {
        boolean failed = lease != null && lease.isCompletedExceptionally();
        if (lease != null && lease.isDone() && !failed && lease.join().isLost()) {
            lost = lease.join();
            lease = lost.again();
        } else if (lease == null || failed) {
            lease = lost == null
                    ? NamespaceLease.acquire(
                            cluster, namespace, holder, DURATION, NamespaceLease.OUTLASTING, clock, scheduler)
                    : lost.again();
        }
        return lease;
    }
}
