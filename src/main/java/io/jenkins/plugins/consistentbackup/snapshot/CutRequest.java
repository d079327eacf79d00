package io.jenkins.plugins.consistentbackup.snapshot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Volumes that are to be cut together. Which set and namespace is the {@link Cutter}'s.
 *
 * @param cutGroup name of the cut group, unique in the set; a DNS label
 * @param volumes which volumes
 * @param group how to cut them by one group snapshot; absent: one snapshot each, side by side
 * @param limit by when all must be cut, from the call
 */
public record CutRequest(String cutGroup, List<VolumeCut> volumes, Optional<GroupWay> group, Duration limit) {
    public CutRequest {
        volumes = List.copyOf(volumes);
        if (volumes.isEmpty()) {
            throw new IllegalArgumentException("cut group " + cutGroup + " has no volumes");
        }
    }

    /**
     * How to make a group snapshot. The claims, and no others of the namespace, must carry the cut group's label by
     * then: see {@link ClaimLabels}.
     *
     * @param version of the API that is served: {@code v1}, {@code v1beta2}, {@code v1beta1}
     * @param groupClass the VolumeGroupSnapshotClass
     */
    public record GroupWay(String version, String groupClass) {}
}
