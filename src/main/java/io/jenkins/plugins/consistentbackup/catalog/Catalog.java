package io.jenkins.plugins.consistentbackup.catalog;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The backup sets of a cluster. Futures fail with {@link CatalogException} or ClusterException. */
public final class Catalog {
    private final Cluster cluster;
    private final SetSnapshots snapshots;

    public Catalog(final Cluster cluster, final SetSnapshots snapshots) {
        this.cluster = cluster;
        this.snapshots = snapshots;
    }

    /**
     * Writes the manifest of a set, whose snapshots must all be ready by now: from here on the set exists for a
     * restore. Idempotent: a manifest that is already there and equal counts as written.
     */
    public CompletableFuture<Void> commit(final Manifest manifest) {
        return missing();
    }

    /** A set, in whatever state; or nothing when no object carries this id. */
    public CompletableFuture<Optional<BackupSet>> find(final String namespace, final SetId id) {
        return missing();
    }

    /** The sets of a namespace in whatever state, oldest first. */
    public CompletableFuture<List<BackupSet>> list(final String namespace) {
        return missing();
    }

    /** Marks what there is of a set, so that nobody takes it for good. */
    public CompletableFuture<Void> markFailed(final String namespace, final SetId id, final String reason) {
        return missing();
    }

    /** Keeps retention away from a set, or lets it have it again. */
    public CompletableFuture<Void> pin(final String namespace, final SetId id, final boolean pinned) {
        return missing();
    }

    /**
     * Removes a set: the manifest first, so that it does not count any more, then its snapshots.
     *
     * @return what could not be removed and why, one line for each object; empty when nothing of the set is left
     */
    public CompletableFuture<List<String>> delete(final String namespace, final SetId id) {
        return missing();
    }

    private static <T> CompletableFuture<T> missing() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("not there yet"));
    }
}
