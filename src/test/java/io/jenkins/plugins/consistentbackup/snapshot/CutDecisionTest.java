package io.jenkins.plugins.consistentbackup.snapshot;

import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.ATTEMPT;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.CREATED;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.cut;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.deleted;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.failed;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.ready;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotSamples.requested;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.snapshot.CutDecision.Failed;
import io.jenkins.plugins.consistentbackup.snapshot.CutDecision.Seen;
import io.jenkins.plugins.consistentbackup.snapshot.CutDecision.Waiting;
import org.junit.jupiter.api.Test;

class CutDecisionTest {
    private static final Seen CUT = new Seen("uid-of-s", "content-of-s", CREATED);

    @Test
    void waitsWhileNothingIsKnown() {
        assertThat(decide(requested("s", "data"))).isEqualTo(new Waiting());
    }

    @Test
    void waitsWhileBoundButNotCut() {
        VolumeSnapshot bound = cut("s", "data")
                .edit()
                .editStatus()
                .withCreationTime(null)
                .endStatus()
                .build();
        assertThat(decide(bound)).isEqualTo(new Waiting());
    }

    @Test
    void waitsWhileCutButNotBound() {
        VolumeSnapshot unbound = cut("s", "data")
                .edit()
                .editStatus()
                .withBoundVolumeSnapshotContentName(null)
                .endStatus()
                .build();
        assertThat(decide(unbound)).isEqualTo(new Waiting());
    }

    @Test
    void countsAsCutBeforeItIsReady() {
        assertThat(decide(cut("s", "data"))).isEqualTo(CUT);
        assertThat(decide(ready("s", "data"))).isEqualTo(CUT);
    }

    @Test
    void anErrorCountsAtOnceEvenBesideACut() {
        assertThat(decide(failed("s", "data"))).isEqualTo(new Failed("the storage reports: backend is full"));
    }

    @Test
    void failsWhenItIsDeleted() {
        assertThat(decide(deleted(cut("s", "data")))).isEqualTo(new Failed("somebody deleted the snapshot"));
    }

    @Test
    void failsWhenItIsOfAnotherClaim() {
        assertThat(decide(cut("s", "other"))).isEqualTo(new Failed("its source is claim \"other\""));
    }

    @Test
    void failsWhenAnotherRequestMadeIt() {
        SnapshotFacts facts = SnapshotFacts.of(cut("s", "data"));
        assertThat(CutDecision.of(facts, "data", "attempt-2")).isInstanceOf(Failed.class);
    }

    private static CutDecision decide(final VolumeSnapshot snapshot) {
        return CutDecision.of(SnapshotFacts.of(snapshot), "data", ATTEMPT);
    }
}
