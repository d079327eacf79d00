package io.jenkins.plugins.consistentbackup.snapshot;

import java.util.Map;

/**
 * One volume that is to be cut.
 *
 * @param snapshot name of the snapshot, see {@code SetId.snapshotName}; with a group snapshot the members get names of
 *     the storage's choice and this one is not used
 * @param claim name of the claim
 * @param claimUid its uid, as planned
 * @param volumeHandle the storage's name for the claim's volume, or empty where volumes cannot be read
 * @param snapshotClass class, or empty for the default one of the claim's driver
 * @param annotations to put on the snapshot
 */
public record VolumeCut(
        String snapshot,
        String claim,
        String claimUid,
        String volumeHandle,
        String snapshotClass,
        Map<String, String> annotations) {
    public VolumeCut {
        annotations = Map.copyOf(annotations);
    }
}
