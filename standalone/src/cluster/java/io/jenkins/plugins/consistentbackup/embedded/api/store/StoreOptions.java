package io.jenkins.plugins.consistentbackup.embedded.api.store;

import java.time.Clock;
import java.util.List;

/**
 * What can be chosen of a store.
 *
 * @param clock for creation and deletion times, in whole seconds as in Kubernetes
 * @param logLength how many changes are kept for watches that start in the past; older ones are answered with 410
 * @param groupSnapshotVersions the versions of groupsnapshot.storage.k8s.io that are served; none: no such group
 * @param storageProtection whether new claims and volumes get the finalizers that a controller takes away when they
 *     are no longer in use (admission plugin StorageObjectInUseProtection, which is on in every real cluster)
 */
public record StoreOptions(Clock clock, int logLength, List<String> groupSnapshotVersions, boolean storageProtection) {

    public static final StoreOptions DEFAULTS =
            new StoreOptions(Clock.systemUTC(), 20_000, List.of("v1", "v1beta2"), false);

    public StoreOptions withClock(Clock other) {
        return new StoreOptions(other, logLength, groupSnapshotVersions, storageProtection);
    }

    public StoreOptions withLogLength(int changes) {
        return new StoreOptions(clock, changes, groupSnapshotVersions, storageProtection);
    }

    public StoreOptions withGroupSnapshotVersions(String... versions) {
        return new StoreOptions(clock, logLength, List.of(versions), storageProtection);
    }

    /** Only together with a controller that takes the finalizers away again. */
    public StoreOptions withStorageProtection() {
        return new StoreOptions(clock, logLength, groupSnapshotVersions, true);
    }
}
