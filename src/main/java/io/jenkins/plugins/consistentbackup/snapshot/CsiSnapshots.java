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

/** Snapshots through {@code snapshot.storage.k8s.io} and {@code groupsnapshot.storage.k8s.io}. */
public final class CsiSnapshots implements SnapshotService {

    public CsiSnapshots(final Cluster cluster, final Clock clock, final ScheduledExecutorService scheduler) {}

    @Override
    public CompletableFuture<Cutter> open(
            final String namespace, final SetId set, final Optional<String> groupVersion) {
        return missing();
    }

    @Override
    public CompletableFuture<List<ReadySnapshot>> ready(
            final String namespace, final List<Cut> cuts, final Profile profile, final Duration limit) {
        return missing();
    }

    @Override
    public CompletableFuture<List<String>> remove(final String namespace, final SetId set) {
        return missing();
    }

    private static <T> CompletableFuture<T> missing() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("not there yet"));
    }
}
