package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;
import io.jenkins.plugins.consistentbackup.snapshot.Cut;
import io.jenkins.plugins.consistentbackup.snapshot.ReadySnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes down what a backup did. Nothing but the state and the ready snapshots goes in, so it is the same every time. */
final class Manifests {
    private Manifests() {}

    static Manifest of(final BackupState state, final List<ReadySnapshot> ready, final String server) {
        BackupPlan plan = state.requirePlan();
        CutSet cutSet = state.requireCutSet();
        return new Manifest(
                Manifest.SCHEMA_VERSION,
                state.id(),
                plan.namespace(),
                new Manifest.Origin(server, state.request().requester(), toolVersion()),
                state.startedAt(),
                state.requireFinishedAt(),
                plan.profile(),
                new Manifest.Verdict(plan.level(), why(plan, cutSet)),
                parameters(state.request()),
                cutSet.holds(),
                cutGroups(plan, ready),
                volumes(plan, ready),
                plan.workloads(),
                cutSet.artefacts());
    }

    private static List<String> why(final BackupPlan plan, final CutSet cutSet) {
        List<String> why = new ArrayList<>();
        for (HeldContainer hold : cutSet.holds()) {
            why.add(hold.container() + " by template " + hold.template() + ": "
                    + (hold.family().equals("flush")
                            ? "flushed before the cut"
                            : "held over the cut, proved before and after it"));
        }
        plan.groups().stream()
                .filter(PlannedGroup::trailing)
                .forEach(group -> why.add("logs " + group.claims()
                        + " were cut after the release, and were proved to reach back to the start of the hold"));
        plan.volumes().values().stream()
                .filter(volume -> !volume.atomic())
                .forEach(volume -> why.add("driver " + volume.driver() + " of claim " + volume.claim()
                        + " is not known to cut a volume at one instant"));
        return why;
    }

    private static Map<String, String> parameters(final BackupRequest request) {
        Map<String, String> parameters = new TreeMap<>(request.parameters());
        parameters.put("maxFreeze", request.maxFreeze().toString());
        parameters.put("minimumLevel", request.minimumLevel().name());
        if (!request.selector().isEmpty()) {
            parameters.put("selector", request.selector().toString());
        }
        if (!request.workloads().isEmpty()) {
            parameters.put("workloads", String.join(",", request.workloads()));
        }
        if (!request.excludedClaims().isEmpty()) {
            parameters.put("excludedClaims", String.join(",", request.excludedClaims()));
        }
        return parameters;
    }

    private static List<Manifest.CutGroup> cutGroups(final BackupPlan plan, final List<ReadySnapshot> ready) {
        return plan.groups().stream()
                .map(group -> cutGroup(
                        group,
                        ready.stream()
                                .map(ReadySnapshot::cut)
                                .filter(cut -> group.claims().contains(cut.claim()))
                                .toList()))
                .toList();
    }

    private static Manifest.CutGroup cutGroup(final PlannedGroup group, final List<Cut> cuts) {
        return new Manifest.CutGroup(
                group.name(),
                group.trailing() ? Manifest.Timing.TRAILING : Manifest.Timing.HELD,
                group.grouped() ? Manifest.Way.GROUP : Manifest.Way.INDIVIDUAL,
                cuts.get(0).groupSnapshot(),
                cuts.stream()
                        .map(cut -> cut.requested().time())
                        .min(Instant::compareTo)
                        .orElseThrow(),
                cuts.stream()
                        .map(cut -> cut.observed().time())
                        .max(Instant::compareTo)
                        .orElseThrow());
    }

    private static List<SavedVolume> volumes(final BackupPlan plan, final List<ReadySnapshot> ready) {
        Map<String, ReadySnapshot> byClaim = ready.stream()
                .collect(Collectors.toMap(snapshot -> snapshot.cut().claim(), Function.identity()));
        return plan.volumes().values().stream()
                .map(volume -> new SavedVolume(
                        volume.saved(),
                        mounts(plan, volume.claim()),
                        volume.purpose() == PlannedVolume.Purpose.LOG
                                ? SavedVolume.Content.LOG
                                : SavedVolume.Content.DATA,
                        group(plan, volume.claim()),
                        volume.atomic(),
                        snapshot(volume, byClaim.get(volume.claim()))))
                .toList();
    }

    private static List<SavedVolume.Mount> mounts(final BackupPlan plan, final String claim) {
        return plan.databases().stream()
                .flatMap(database -> database.volumes().stream()
                        .filter(volume -> volume.claim().equals(claim))
                        .map(volume -> new SavedVolume.Mount(
                                database.container().pod(), database.container().container(), volume.path())))
                .toList();
    }

    private static String group(final BackupPlan plan, final String claim) {
        return plan.groups().stream()
                .filter(group -> group.claims().contains(claim))
                .map(PlannedGroup::name)
                .findFirst()
                .orElseThrow();
    }

    private static SavedVolume.Snapshot snapshot(final PlannedVolume volume, final ReadySnapshot ready) {
        return new SavedVolume.Snapshot(
                ready.cut().snapshot(),
                ready.cut().uid(),
                ready.cut().content(),
                ready.handle(),
                ready.restoreSizeBytes(),
                ready.cut().creationTime(),
                ready.driver().isEmpty() ? volume.driver() : ready.driver(),
                ready.snapshotClass(),
                ready.binding() == ReadySnapshot.Binding.BOTH_WAYS);
    }

    private static String toolVersion() {
        return Optional.ofNullable(Manifests.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
