package io.jenkins.plugins.consistentbackup.snapshot;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.catalog.SetSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** CSI snapshots of a cluster. */
public interface SnapshotService extends SetSnapshots {

    /**
     * Opens the watch over a namespace's snapshots; completes when it stands.
     *
     * @param groupVersion version of the group snapshot API that cuts will use, so that its watch stands too; absent
     *     when none will be cut as a group
     */
    CompletableFuture<Cutter> open(String namespace, SetId set, Optional<String> groupVersion);

    /**
     * Waits until snapshots can be restored from. Members of a group snapshot get the set's labels first.
     *
     * @param profile {@link Profile#CLUSTER} also proves that each content points back
     * @param limit by when all must be ready, from the call
     * @return in the order of the cuts; fails with {@link SnapshotException} as soon as one has an error, is gone, was
     *     replaced or is bound to something else, or at the limit with those that are not ready
     */
    CompletableFuture<List<ReadySnapshot>> ready(
            String namespace, SetId set, List<Cut> cuts, Profile profile, Duration limit);
}
