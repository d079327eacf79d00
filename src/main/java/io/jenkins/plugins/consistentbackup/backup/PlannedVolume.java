package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;

/**
 * A volume that will be cut.
 *
 * @param saved its claim as it is now
 * @param path where the held container has it
 * @param purpose whether it is cut inside the hold or trails
 * @param driver CSI driver; empty when it could not be found out
 * @param handle the storage's name for the volume; empty where volumes cannot be read
 * @param snapshotClass class of its snapshot; empty where the cluster chooses the driver's default
 * @param atomic whether the driver is known to cut a volume at one instant
 */
public record PlannedVolume(
        SavedVolume.Claim saved,
        String path,
        Purpose purpose,
        String driver,
        String handle,
        String snapshotClass,
        boolean atomic) {

    /** Name of the claim. */
    public String claim() {
        return saved.name();
    }

    /** When a volume is cut. */
    public enum Purpose {
        /** Inside the hold. */
        DATA,
        /** After the release, while its content is still retained. */
        LOG
    }
}
