package io.jenkins.plugins.consistentbackup.snapshot;

/**
 * How a claim would be cut.
 *
 * @param claim name of the claim
 * @param claimUid its uid
 * @param driver its CSI driver; empty when it could not be found out
 * @param volumeHandle the storage's name for the claim's volume; empty in the namespace profile
 * @param snapshotClass class to name; empty: the cluster's default for the driver
 * @param deletionPolicy {@code Delete} or {@code Retain}; empty when the class cannot be read
 * @param atomic whether the driver is known to cut at one instant
 * @param problem why it cannot be cut, and what to do; empty when it can
 */
public record SnapshotChoice(
        String claim,
        String claimUid,
        String driver,
        String volumeHandle,
        String snapshotClass,
        String deletionPolicy,
        boolean atomic,
        String problem) {

    /** Whether the claim can be cut. */
    public boolean possible() {
        return problem.isEmpty();
    }
}
