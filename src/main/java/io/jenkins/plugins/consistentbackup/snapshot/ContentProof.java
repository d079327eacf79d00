package io.jenkins.plugins.consistentbackup.snapshot;

import static io.jenkins.plugins.consistentbackup.snapshot.ReadyDecision.failed;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.jenkins.plugins.consistentbackup.snapshot.ReadySnapshot.Binding;
import java.util.Optional;

/**
 * Proof that a snapshot and its content belong together. The API asks its users to look at both ends: whoever may write
 * a snapshot's status, or create contents, could otherwise slip in another volume's data.
 */
final class ContentProof {
    private ContentProof() {}

    /** A ready snapshot whose content could not be read. */
    static ReadySnapshot oneWay(final SnapshotFacts snapshot, final Cut cut) {
        return new ReadySnapshot(cut, snapshot.restoreSizeBytes(), snapshot.snapshotClass(), "", "", Binding.ONE_WAY);
    }

    /**
     * A ready snapshot and the content that it points at.
     *
     * @throws SnapshotException when the content does not point back, has no handle, or is of another volume
     */
    static ReadySnapshot bothWays(
            final String namespace,
            final SnapshotFacts snapshot,
            final Cut cut,
            final Optional<VolumeSnapshotContent> found) {
        VolumeSnapshotContent content =
                found.orElseThrow(() -> failed(cut, "its content " + cut.content() + " is gone"));
        var reference = content.getSpec().getVolumeSnapshotRef();
        if (reference == null
                || !cut.uid().equals(reference.getUid())
                || !cut.snapshot().equals(reference.getName())
                || !namespace.equals(reference.getNamespace())) {
            throw failed(
                    cut,
                    "its content " + cut.content() + " belongs to another snapshot"
                            + (reference == null ? "" : ": " + reference.getNamespace() + "/" + reference.getName()));
        }
        String handle = content.getStatus() == null ? null : content.getStatus().getSnapshotHandle();
        if (handle == null || handle.isEmpty()) {
            throw failed(cut, "its content " + cut.content() + " has no snapshot handle");
        }
        requireVolume(cut, content);
        return new ReadySnapshot(
                cut,
                snapshot.restoreSizeBytes(),
                snapshot.snapshotClass(),
                content.getSpec().getDriver(),
                handle,
                Binding.BOTH_WAYS);
    }

    /** Contents of group members name their snapshot instead of a volume, so there is nothing to compare. */
    private static void requireVolume(final Cut cut, final VolumeSnapshotContent content) {
        var source = content.getSpec().getSource();
        String volume = source == null ? null : source.getVolumeHandle();
        if (volume != null && !cut.volumeHandle().isEmpty() && !volume.equals(cut.volumeHandle())) {
            throw failed(
                    cut,
                    "its content " + cut.content() + " was cut from volume " + volume + ", but the claim has "
                            + cut.volumeHandle());
        }
    }
}
