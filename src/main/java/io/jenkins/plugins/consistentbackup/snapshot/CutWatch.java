package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects, from one look at the namespace's snapshots to the next, which of the requested ones were seen to be cut and
 * when. A cut stays seen: its moment is that of the first sight.
 */
final class CutWatch {
    private final String namespace;
    private final List<VolumeCut> volumes;
    private final String attempt;
    private final Moment requested;
    private final Clock clock;
    private final Map<String, Cut> cuts = new HashMap<>();
    /** What was looked at last, by snapshot. Most changes concern one snapshot of many, and each look counts in the freeze. */
    private final Map<String, VolumeSnapshot> looked = new HashMap<>();

    CutWatch(
            final String namespace,
            final List<VolumeCut> volumes,
            final String attempt,
            final Moment requested,
            final Clock clock) {
        this.namespace = namespace;
        this.volumes = volumes;
        this.attempt = attempt;
        this.requested = requested;
        this.clock = clock;
    }

    /**
     * Looks once.
     *
     * @return the cuts in the order of the request, as soon as all were seen
     * @throws SnapshotException when one of them failed
     */
    synchronized Optional<List<Cut>> look(final Map<String, VolumeSnapshot> snapshots) {
        Moment now = Moment.now(clock);
        for (VolumeCut volume : volumes) {
            VolumeSnapshot seen = snapshots.get(volume.snapshot());
            if (seen == null) {
                requireNeverSeen(volume);
            } else if (looked.put(volume.snapshot(), seen) != seen) {
                note(volume, SnapshotFacts.of(seen), now);
            }
        }
        if (cuts.size() < volumes.size()) {
            return Optional.empty();
        }
        List<Cut> inOrder = new ArrayList<>();
        volumes.forEach(volume -> inOrder.add(cuts.get(volume.snapshot())));
        return Optional.of(List.copyOf(inOrder));
    }

    /** The claims whose cut was not seen yet. */
    synchronized List<String> missing() {
        return volumes.stream()
                .filter(volume -> !cuts.containsKey(volume.snapshot()))
                .map(VolumeCut::claim)
                .toList();
    }

    private void note(final VolumeCut volume, final SnapshotFacts seen, final Moment now) {
        CutDecision decision = CutDecision.of(seen, volume.claim(), attempt);
        if (decision instanceof CutDecision.Failed failed) {
            throw failure(volume, failed.why());
        }
        if (decision instanceof CutDecision.Seen cut) {
            Cut known = cuts.putIfAbsent(volume.snapshot(), cut(volume, cut, now));
            if (known != null && !known.uid().equals(cut.uid())) {
                throw failure(volume, "it was replaced by another snapshot of the same name");
            }
        }
    }

    private Cut cut(final VolumeCut volume, final CutDecision.Seen seen, final Moment now) {
        return new Cut(
                volume.snapshot(),
                seen.uid(),
                "",
                volume.claim(),
                volume.claimUid(),
                volume.volumeHandle(),
                seen.content(),
                seen.creationTime(),
                requested,
                now);
    }

    private void requireNeverSeen(final VolumeCut volume) {
        if (looked.containsKey(volume.snapshot())) {
            throw failure(volume, "somebody deleted the snapshot");
        }
    }

    private SnapshotException failure(final VolumeCut volume, final String why) {
        return new SnapshotException(
                "snapshot " + namespace + "/" + volume.snapshot() + " of claim " + volume.claim() + " failed: " + why);
    }
}
