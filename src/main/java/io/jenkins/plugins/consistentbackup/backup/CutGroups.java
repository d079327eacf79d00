package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.backup.PlannedVolume.Purpose;
import io.jenkins.plugins.consistentbackup.snapshot.CutRequest.GroupWay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which volumes are cut together. */
final class CutGroups {
    static final String HELD = "held";
    static final String TRAILING = "trailing";

    private CutGroups() {}

    /**
     * Data in one group inside the hold, logs in one that trails.
     *
     * @param volumes each claim once
     * @param way how to cut the held ones by one group snapshot; absent: one by one
     */
    static List<PlannedGroup> of(final Collection<PlannedVolume> volumes, final Optional<GroupWay> way) {
        List<PlannedGroup> groups = new ArrayList<>();
        List<String> held = claims(volumes, Purpose.DATA);
        List<String> trailing = claims(volumes, Purpose.LOG);
        if (!held.isEmpty()) {
            groups.add(new PlannedGroup(
                    HELD,
                    false,
                    way.map(GroupWay::version).orElse(null),
                    way.map(GroupWay::groupClass).orElse(null),
                    held));
        }
        if (!trailing.isEmpty()) {
            groups.add(new PlannedGroup(TRAILING, true, null, null, trailing));
        }
        return groups;
    }

    private static List<String> claims(final Collection<PlannedVolume> volumes, final Purpose purpose) {
        return volumes.stream()
                .filter(volume -> volume.purpose() == purpose)
                .map(PlannedVolume::claim)
                .toList();
    }
}
