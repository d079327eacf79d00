package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.snapshot.CutRequest;
import io.jenkins.plugins.consistentbackup.snapshot.CutRequest.GroupWay;
import io.jenkins.plugins.consistentbackup.snapshot.VolumeCut;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns planned groups into requests for cuts. */
final class VolumeCuts {
    private VolumeCuts() {}

    static List<VolumeCut> of(final SetId set, final BackupPlan plan, final PlannedGroup group) {
        Map<String, PlannedVolume> volumes = plan.volumes();
        return group.claims().stream()
                .map(volumes::get)
                .map(volume -> new VolumeCut(
                        set.snapshotName(volume.claim()),
                        volume.claim(),
                        volume.saved().uid(),
                        volume.handle(),
                        volume.snapshotClass(),
                        Map.of()))
                .toList();
    }

    static CutRequest request(final SetId set, final BackupPlan plan, final PlannedGroup group, final Duration limit) {
        Optional<GroupWay> way = group.grouped()
                ? Optional.of(new GroupWay(group.groupVersion(), group.groupClass()))
                : Optional.empty();
        return new CutRequest(group.name(), of(set, plan, group), way, limit);
    }
}
