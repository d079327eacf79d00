package io.jenkins.plugins.consistentbackup.snapshot;

import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.cut;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.cutOf;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.deleted;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.failed;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import io.jenkins.plugins.consistentbackup.snapshot.ReadySnapshot.Binding;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadyDecisionTest {

    @Test
    void isReadyWhenTheStorageSaysSo() {
        assertThat(decide(ready("set-data", "data"))).isTrue();
        assertThat(decide(cut("set-data", "data"))).isFalse();
    }

    @Test
    void neverWillBeWhenItIsGoneOrFailed() {
        assertNever("somebody deleted it", null);
        assertNever("somebody deleted it", deleted(ready("set-data", "data")));
        assertNever("backend is full", failed("set-data", "data"));
    }

    @Test
    void isNotWhatWasCutWhenSomethingOfItChanged() {
        assertNever(
                "replaced",
                ready("set-data", "data")
                        .edit()
                        .editMetadata()
                        .withUid("x")
                        .endMetadata()
                        .build());
        assertNever(
                "now bound to \"other\"",
                ready("set-data", "data")
                        .edit()
                        .editStatus()
                        .withBoundVolumeSnapshotContentName("other")
                        .endStatus()
                        .build());
        assertNever(
                "cut it once more",
                ready("set-data", "data")
                        .edit()
                        .editStatus()
                        .withCreationTime("2026-01-02T03:09:09Z")
                        .endStatus()
                        .build());
    }

    @Test
    void isProvedBothWaysByItsContent() {
        ReadySnapshot proved = prove(content("shop", "set-data", "uid-of-set-data", "handle-data", "snap-1"));
        assertThat(proved.binding()).isEqualTo(Binding.BOTH_WAYS);
        assertThat(proved.handle()).isEqualTo("snap-1");
        assertThat(proved.driver()).isEqualTo("csi.example");
    }

    @ParameterizedTest
    @CsvSource({
        "other, set-data, uid-of-set-data, handle-data, snap-1, belongs to another snapshot",
        "shop, other, uid-of-set-data, handle-data, snap-1, belongs to another snapshot",
        "shop, set-data, other, handle-data, snap-1, belongs to another snapshot",
        "shop, set-data, uid-of-set-data, other, snap-1, was cut from volume other",
        "shop, set-data, uid-of-set-data, handle-data, , has no snapshot handle"
    })
    void isRefusedWhenItsContentSaysOtherwise(
            final String namespace,
            final String name,
            final String uid,
            final String volume,
            final String handle,
            final String why) {
        assertThatThrownBy(() -> prove(content(namespace, name, uid, volume, handle)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining(why);
    }

    private static ReadySnapshot prove(final VolumeSnapshotContent content) {
        SnapshotFacts facts = SnapshotFacts.of(ready("set-data", "data"));
        return ContentProof.bothWays("shop", facts, cutOf("data"), Optional.of(content));
    }

    private static VolumeSnapshotContent content(
            final String namespace, final String name, final String uid, final String volume, final String handle) {
        return new VolumeSnapshotContentBuilder()
                .withNewSpec()
                .withDriver("csi.example")
                .withNewSource()
                .withVolumeHandle(volume)
                .endSource()
                .withNewVolumeSnapshotRef()
                .withNamespace(namespace)
                .withName(name)
                .withUid(uid)
                .endVolumeSnapshotRef()
                .endSpec()
                .withNewStatus()
                .withSnapshotHandle(handle)
                .endStatus()
                .build();
    }

    private static boolean decide(final VolumeSnapshot snapshot) {
        return ReadyDecision.ready(Optional.ofNullable(snapshot).map(SnapshotFacts::of), cutOf("data"));
    }

    private static void assertNever(final String why, final VolumeSnapshot snapshot) {
        assertThatThrownBy(() -> decide(snapshot))
                .isInstanceOf(SnapshotException.class)
                .hasMessageStartingWith("snapshot set-data of claim data cannot be used: ")
                .hasMessageContaining(why);
    }
}
