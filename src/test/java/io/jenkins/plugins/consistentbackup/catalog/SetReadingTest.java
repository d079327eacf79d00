package io.jenkins.plugins.consistentbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetReadingTest {
    private final ConfigMap manifest = StoredManifest.of(ManifestSamples.manifest(), ManifestKeys.NONE);

    @Test
    void aManifestWhoseSnapshotsAreThereIsCommitted() {
        BackupSet set = read(manifest, good());
        assertThat(set.state()).isEqualTo(State.COMMITTED);
        assertThat(set.usable()).isTrue();
        assertThat(set.manifest()).contains(ManifestSamples.manifest());
    }

    @Test
    void snapshotsWithoutAManifestAreIncomplete() {
        assertState(read(null, good()), State.INCOMPLETE, "no manifest");
    }

    @Test
    void aMarkOnAnyObjectFailsTheSet() {
        VolumeSnapshot marked = good().edit()
                .editMetadata()
                .addToLabels(Labels.FAILED, "true")
                .addToAnnotations(Labels.FAILED_BECAUSE, "freeze budget passed")
                .endMetadata()
                .build();
        assertState(read(manifest, marked), State.FAILED, "freeze budget passed");
        assertState(read(null, marked), State.FAILED, "freeze budget passed");
    }

    @Test
    void aMissingReplacedReboundOrUnreadySnapshotIsDamage() {
        assertState(read(manifest), State.DAMAGED, "is gone");
        assertState(
                read(
                        manifest,
                        good().edit().editMetadata().withUid("x").endMetadata().build()),
                State.DAMAGED,
                "replaced");
        assertState(
                read(
                        manifest,
                        good().edit()
                                .editStatus()
                                .withBoundVolumeSnapshotContentName("x")
                                .endStatus()
                                .build()),
                State.DAMAGED,
                "not bound to content snapcontent-1");
        assertState(
                read(
                        manifest,
                        good().edit()
                                .editStatus()
                                .withReadyToUse(false)
                                .endStatus()
                                .build()),
                State.DAMAGED,
                "not ready any more");
        assertState(read(manifest, good().edit().withStatus(null).build()), State.DAMAGED, "not bound to content");
    }

    @Test
    void aChangedManifestIsDamage() {
        manifest.getData().computeIfPresent(StoredManifest.TEXT, (key, text) -> text.replace("APPLICATION", "CRASH"));
        BackupSet set = read(manifest, good());
        assertState(set, State.DAMAGED, "somebody changed it");
        assertThat(set.manifest()).isEmpty();
    }

    @Test
    void aPinnedSetSaysSo() {
        manifest.getMetadata().getLabels().put(Labels.PINNED, "true");
        assertThat(read(manifest, good()).pinned()).isTrue();
    }

    private static void assertState(final BackupSet set, final State state, final String reason) {
        assertThat(set.state()).isEqualTo(state);
        assertThat(set.usable()).isFalse();
        assertThat(set.reason()).contains(reason);
    }

    private static BackupSet read(final ConfigMap manifest, final VolumeSnapshot... snapshots) {
        return SetReading.of(
                "shop",
                ManifestSamples.ID,
                new SetObjects(Optional.ofNullable(manifest), List.of(snapshots), List.of()),
                ManifestKeys.NONE);
    }

    private static VolumeSnapshot good() {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(ManifestSamples.ID.snapshotName("data-db-0"))
                .withUid("snapshot-uid")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withBoundVolumeSnapshotContentName("snapcontent-1")
                .withReadyToUse(true)
                .endStatus()
                .build();
    }
}
