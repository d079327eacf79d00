package io.jenkins.plugins.consistentbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupMembersTest {

    @Test
    void findsEachClaimsMemberAmongOthersSnapshots() {
        Map<String, SnapshotFacts> found = find(
                        member(SnapshotSamples.cut("m1", "data")),
                        SnapshotSamples.cut("stranger", "data"),
                        member(SnapshotSamples.cut("m2", "log")))
                .orElseThrow();
        assertThat(found.get("data").name()).isEqualTo("m1");
        assertThat(found.get("log").name()).isEqualTo("m2");
    }

    @Test
    void waitsForMembersThatAreMissingOrNotCut() {
        assertThat(find(member(SnapshotSamples.cut("m1", "data")))).isEmpty();
        assertThat(find(member(SnapshotSamples.cut("m1", "data")), member(SnapshotSamples.requested("m2", "log"))))
                .isEmpty();
    }

    @Test
    void refusesAClaimThatNobodyAskedFor() {
        assertThatThrownBy(() -> find(member(SnapshotSamples.cut("m3", "other"))))
                .hasMessageContaining("nobody asked for that claim");
    }

    @Test
    void refusesTwoMembersOfOneClaim() {
        assertThatThrownBy(() ->
                        find(member(SnapshotSamples.cut("m1", "data")), member(SnapshotSamples.cut("m2", "data"))))
                .hasMessageContaining("two members");
    }

    @Test
    void failsWithAMember() {
        assertThatThrownBy(() -> find(member(SnapshotSamples.failed("m1", "data"))))
                .hasMessageContaining("backend is full");
    }

    private static Optional<Map<String, SnapshotFacts>> find(final VolumeSnapshot... snapshots) {
        List<SnapshotFacts> facts =
                Arrays.stream(snapshots).map(SnapshotFacts::of).toList();
        return GroupMembers.find(facts, "group", "group-uid", List.of("data", "log"));
    }

    private static VolumeSnapshot member(final VolumeSnapshot snapshot) {
        return snapshot.edit()
                .editMetadata()
                .addNewOwnerReference()
                .withUid("group-uid")
                .endOwnerReference()
                .endMetadata()
                .build();
    }
}
