package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotStatus;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.phase.OneLine;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What matters of a VolumeSnapshot. Texts are empty where the object says nothing.
 *
 * @param name its name
 * @param uid its uid
 * @param claim the claim that it is to be cut from
 * @param snapshotClass its class
 * @param labels its labels
 * @param attempt which request made it, see {@link Labels#CUT_ATTEMPT}
 * @param group the group snapshot that it is a member of
 * @param groupUids uids of its owners
 * @param content the content that it is bound to
 * @param created when it was cut
 * @param ready whether it can be restored from
 * @param restoreSizeBytes least size of a volume made of it, 0 when unknown
 * @param error the storage's last error
 * @param deleted whether its deletion was asked for
 */
record SnapshotFacts(
        String name,
        String uid,
        String claim,
        String snapshotClass,
        Map<String, String> labels,
        String attempt,
        String group,
        List<String> groupUids,
        String content,
        Optional<Instant> created,
        boolean ready,
        long restoreSizeBytes,
        Optional<String> error,
        boolean deleted) {

    static SnapshotFacts of(final VolumeSnapshot snapshot) {
        var meta = snapshot.getMetadata();
        var spec = snapshot.getSpec();
        var source = spec == null ? null : spec.getSource();
        VolumeSnapshotStatus status = snapshot.getStatus() == null ? new VolumeSnapshotStatus() : snapshot.getStatus();
        return new SnapshotFacts(
                meta.getName(),
                orEmpty(meta.getUid()),
                source == null ? "" : orEmpty(source.getPersistentVolumeClaimName()),
                spec == null ? "" : orEmpty(spec.getVolumeSnapshotClassName()),
                meta.getLabels() == null ? Map.of() : Map.copyOf(meta.getLabels()),
                meta.getAnnotations() == null ? "" : meta.getAnnotations().getOrDefault(Labels.CUT_ATTEMPT, ""),
                orEmpty(status.getVolumeGroupSnapshotName()),
                meta.getOwnerReferences().stream().map(owner -> owner.getUid()).toList(),
                orEmpty(status.getBoundVolumeSnapshotContentName()),
                Optional.ofNullable(status.getCreationTime()).map(SnapshotFacts::instant),
                Boolean.TRUE.equals(status.getReadyToUse()),
                bytes(status.getRestoreSize()),
                Optional.ofNullable(status.getError()).map(error -> OneLine.of(orEmpty(error.getMessage()))),
                meta.getDeletionTimestamp() != null);
    }

    /** A time as Kubernetes writes it, which may have any offset. */
    static Instant instant(final String time) {
        return OffsetDateTime.parse(time).toInstant();
    }

    private static long bytes(final Quantity quantity) {
        return quantity == null ? 0 : quantity.getNumericalAmount().longValue();
    }

    private static String orEmpty(final String text) {
        return text == null ? "" : text;
    }
}
