package io.jenkins.plugins.consistentbackup.catalog;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * One volume of a set.
 *
 * @param claim the claim as it was
 * @param mounts which containers used it, and where
 * @param content what the volume holds
 * @param cutGroup name of the group that it was cut with
 * @param atomic whether the driver is known to cut atomically; unknown means no
 * @param snapshot the snapshot
 */
public record SavedVolume(
        Claim claim, List<Mount> mounts, Content content, String cutGroup, boolean atomic, Snapshot snapshot) {

    public SavedVolume {
        requireNonNull(claim, "claim");
        requireNonNull(content, "content");
        requireNonNull(cutGroup, "cutGroup");
        requireNonNull(snapshot, "snapshot");
        mounts = List.copyOf(mounts);
    }

    /**
     * A claim as it was.
     *
     * @param name its name
     * @param uid its uid
     * @param storageClass its class, or empty
     * @param capacity what it had, as a Kubernetes quantity
     * @param accessModes as in its spec
     * @param volumeMode {@code Filesystem} or {@code Block}
     */
    public record Claim(
            String name,
            String uid,
            String storageClass,
            String capacity,
            List<String> accessModes,
            String volumeMode) {
        public Claim {
            requireNonNull(name, "name");
            requireNonNull(uid, "uid");
            requireNonNull(capacity, "capacity");
            accessModes = List.copyOf(accessModes);
        }
    }

    /** Where a container had the volume; the path is that of the device for a block volume. */
    public record Mount(String pod, String container, String path) {}

    /** What a volume holds. */
    public enum Content {
        /** Data; everything that is not known to be a log. */
        DATA,
        /** A log that is cut after the release. */
        LOG
    }

    /**
     * The snapshot of a volume.
     *
     * @param name its name
     * @param uid its uid
     * @param boundContent name of the VolumeSnapshotContent
     * @param handle the storage's own name for it, or empty where it could not be read
     * @param restoreSizeBytes least size of a volume made of it, 0 when unknown
     * @param creationTime when it was cut, by the storage's or the sidecar's clock
     * @param driver CSI driver
     * @param snapshotClass class, or empty when the default was taken and could not be read
     * @param boundBothWays whether it was proved that the content points back at this snapshot
     */
    public record Snapshot(
            String name,
            String uid,
            String boundContent,
            String handle,
            long restoreSizeBytes,
            Instant creationTime,
            String driver,
            String snapshotClass,
            boolean boundBothWays) {
        public Snapshot {
            requireNonNull(name, "name");
            requireNonNull(uid, "uid");
            requireNonNull(boundContent, "boundContent");
        }
    }
}
