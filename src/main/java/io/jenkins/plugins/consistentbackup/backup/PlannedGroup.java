package io.jenkins.plugins.consistentbackup.backup;

import java.util.List;

/**
 * Volumes that will be cut together.
 *
 * @param name unique in the set
 * @param trailing whether it is cut after the release, while the log is still retained
 * @param groupVersion version of the group snapshot API; null when the volumes are cut one by one, side by side
 * @param groupClass VolumeGroupSnapshotClass; null with groupVersion
 * @param claims names of the claims
 */
public record PlannedGroup(String name, boolean trailing, String groupVersion, String groupClass, List<String> claims) {

    /** Whether one group snapshot cuts them all. */
    public boolean grouped() {
        return groupVersion != null;
    }
}
