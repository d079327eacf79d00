package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import java.time.Instant;

/** Snapshots to decide about. */
final class SnapshotSamples {
    static final String ATTEMPT = "attempt-1";
    static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

    private SnapshotSamples() {}

    /** Just created: no status. */
    static VolumeSnapshot requested(final String name, final String claim) {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid("uid-of-" + name)
                .addToAnnotations(Labels.CUT_ATTEMPT, ATTEMPT)
                .endMetadata()
                .withNewSpec()
                .withNewSource()
                .withPersistentVolumeClaimName(claim)
                .endSource()
                .endSpec()
                .build();
    }

    /** Cut, not ready. */
    static VolumeSnapshot cut(final String name, final String claim) {
        return requested(name, claim)
                .edit()
                .withNewStatus()
                .withBoundVolumeSnapshotContentName("content-of-" + name)
                .withCreationTime(CREATED.toString())
                .withReadyToUse(false)
                .endStatus()
                .build();
    }

    static VolumeSnapshot ready(final String name, final String claim) {
        return cut(name, claim)
                .edit()
                .editStatus()
                .withReadyToUse(true)
                .endStatus()
                .build();
    }

    /** A cut that the storage stumbled over afterwards. */
    static VolumeSnapshot failed(final String name, final String claim) {
        return cut(name, claim)
                .edit()
                .editStatus()
                .withNewError()
                .withMessage("backend is full")
                .endError()
                .endStatus()
                .build();
    }

    static VolumeSnapshot deleted(final VolumeSnapshot snapshot) {
        return snapshot.edit()
                .editMetadata()
                .withDeletionTimestamp("2026-01-02T03:05:00Z")
                .endMetadata()
                .build();
    }

    static VolumeCut volume(final String claim) {
        return new VolumeCut("set-" + claim, claim, "uid-" + claim, "handle-" + claim, "", java.util.Map.of());
    }

    /** The cut that {@link #cut} shows. */
    static Cut cutOf(final String claim) {
        Moment moment = new Moment(1, CREATED);
        return new Cut(
                "set-" + claim,
                "uid-of-set-" + claim,
                "",
                claim,
                "uid-" + claim,
                "handle-" + claim,
                "content-of-set-" + claim,
                CREATED,
                moment,
                moment);
    }
}
