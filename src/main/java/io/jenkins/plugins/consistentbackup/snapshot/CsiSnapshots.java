package io.jenkins.plugins.consistentbackup.snapshot;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Snapshots through {@code snapshot.storage.k8s.io} and {@code groupsnapshot.storage.k8s.io}. */
public final class CsiSnapshots implements SnapshotService {
    /** Removing data takes some drivers a while; what is not gone by then is reported. */
    private static final Duration REMOVAL_LIMIT = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private final Duration removalLimit;

    public CsiSnapshots(final Cluster cluster, final Clock clock, final ScheduledExecutorService scheduler) {
        this(cluster, clock, scheduler, REMOVAL_LIMIT);
    }

    CsiSnapshots(
            final Cluster cluster,
            final Clock clock,
            final ScheduledExecutorService scheduler,
            final Duration removalLimit) {
        this.cluster = cluster;
        this.clock = clock;
        this.scheduler = scheduler;
        this.removalLimit = removalLimit;
    }

    @Override
    public CompletableFuture<Cutter> open(
            final String namespace, final SetId set, final Optional<String> groupVersion) {
        return NamespaceCutter.open(cluster, clock, namespace, set, groupVersion);
    }

    @Override
    public CompletableFuture<List<ReadySnapshot>> ready(
            final String namespace,
            final SetId set,
            final List<Cut> cuts,
            final Profile profile,
            final Duration limit) {
        return new ReadyWait(cluster, namespace, set, cuts, profile).run(limit);
    }

    @Override
    public CompletableFuture<List<String>> remove(final String namespace, final SetId set) {
        return new SetRemoval(cluster, this::later, namespace, set, removalLimit).run();
    }

    private void later(final Runnable task) {
        scheduler.schedule(task, SetRemoval.PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
