package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Finds out, for a plan, how claims can be cut. Two lists in the cluster profile, no request in the other. */
public final class SnapshotClasses {

    public SnapshotClasses(final Cluster cluster, final AtomicDrivers atomicDrivers) {}

    /**
     * How each claim would be cut.
     *
     * @param claims of one namespace
     * @param named class by claim name, where the user named one
     * @return one choice for each claim, in their order; problems are in the choices
     */
    public CompletableFuture<List<SnapshotChoice>> choose(
            final List<PersistentVolumeClaim> claims, final Map<String, String> named, final Profile profile) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("not there yet"));
    }

    /**
     * Whether claims of these drivers can be cut by one group snapshot.
     *
     * @param drivers the drivers of all claims of the group
     * @param namedClass the VolumeGroupSnapshotClass that the user named, or empty for the driver's default
     */
    public CompletableFuture<GroupAbility> groupAbility(
            final Set<String> drivers, final String namedClass, final Profile profile) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("not there yet"));
    }
}
