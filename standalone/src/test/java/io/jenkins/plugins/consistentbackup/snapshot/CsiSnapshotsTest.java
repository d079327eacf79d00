package io.jenkins.plugins.consistentbackup.snapshot;

import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotsByHand.PATIENT;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotsByHand.SET;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotsByHand.get;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotsByHand.request;
import static io.jenkins.plugins.consistentbackup.snapshot.StorageByHand.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.snapshot.CutRequest.GroupWay;
import io.jenkins.plugins.consistentbackup.snapshot.ReadySnapshot.Binding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cuts and their readiness, against a storage that does what each test says. */
class CsiSnapshotsTest {
    private static final Duration SHORT = Duration.ofMillis(400);

    @RegisterExtension
    final SnapshotsByHand fixture = new SnapshotsByHand();

    @Test
    void cutsOneVolumeAndSaysWhen() throws Exception {
        fixture.storage().onSnapshot(fixture.storage()::cut);
        long before = System.nanoTime();

        Cut cut = fixture.cut(request(PATIENT, "data-0")).get(0);

        ObjectNode made = fixture.storage().snapshot(cut.snapshot());
        assertThat(cut.snapshot()).isEqualTo(SET + "-data-0");
        assertThat(cut.uid()).isEqualTo(made.at("/metadata/uid").asText());
        assertThat(cut.content()).isEqualTo("content-" + cut.snapshot());
        assertThat(cut.creationTime()).hasToString(StorageByHand.CREATED);
        assertThat(cut.requested().nanos()).isBetween(before, cut.observed().nanos());
        assertThat(made.path("metadata").path("labels").path(Labels.SET).asText())
                .isEqualTo(SET.toString());
    }

    @Test
    void cutsTenVolumesWithOneRequestEach() throws Exception {
        fixture.storage().onSnapshot(fixture.storage()::cut);
        try (Cutter cutter = get(fixture.snapshots().open(NAMESPACE, SET, Optional.empty()))) {
            fixture.storage().server().requests().reset();
            String[] claims = IntStream.range(0, 10).mapToObj(i -> "data-" + i).toArray(String[]::new);

            List<Cut> cuts = get(cutter.cut(request(PATIENT, claims)));

            assertThat(cuts).extracting(Cut::claim).containsExactly(claims);
            assertThat(fixture.storage().server().requests().total()).isEqualTo(10);
        }
    }

    @Test
    void anErrorFailsAtOnceAndALateCutDoesNotHeal() {
        fixture.storage().onSnapshot(name -> {
            fixture.storage().fail(name, "backend is full");
            fixture.storage().cut(name);
        });
        assertThatThrownBy(() -> fixture.cut(request(PATIENT, "data-0")))
                .isInstanceOf(SnapshotException.class)
                .hasMessage("snapshot shop/" + SET + "-data-0 of claim data-0 failed: the storage reports: backend is"
                        + " full");
    }

    @Test
    void theLimitNamesTheVolumesThatAreMissing() {
        fixture.storage().onSnapshot(name -> {
            if (name.endsWith("data-0")) {
                fixture.storage().cut(name);
            }
        });
        assertThatThrownBy(() -> fixture.cut(request(SHORT, "data-0", "data-1", "data-2")))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("claims data-1, data-2 of namespace shop (2 of 3)");
    }

    @Test
    void aLostAnswerIsReadBackAndNothingIsMadeTwice() throws Exception {
        fixture.storage().onSnapshot(fixture.storage()::cut);
        fixture.storage()
                .server()
                .injectFaults(FaultPlan.times(2, request -> request.is("create", "volumesnapshots"), Fault.cutAfter()));
        List<Cut> cuts = fixture.cut(request(PATIENT, "data-0", "data-1"));
        assertThat(cuts).hasSize(2);
        assertThat(fixture.storage().store().list(ResourceType.VOLUME_SNAPSHOT, NAMESPACE, Selector.everything()))
                .hasSize(2);
    }

    @Test
    void aRequestThatNeverArrivedIsSentAgain() throws Exception {
        fixture.storage().onSnapshot(fixture.storage()::cut);
        fixture.storage()
                .server()
                .injectFaults(
                        FaultPlan.times(1, request -> request.is("create", "volumesnapshots"), Fault.cutBefore()));
        assertThat(fixture.cut(request(PATIENT, "data-0"))).hasSize(1);
    }

    @Test
    void aRefusalFailsAtOnce() {
        fixture.storage()
                .server()
                .injectFaults(request -> request.is("create", "volumesnapshots") ? Fault.forbidden() : Fault.none());
        assertThatThrownBy(() -> fixture.cut(request(PATIENT, "data-0"))).hasMessageContaining("could not be created");
    }

    /** A run that goes on after a restart must not take the cut of an earlier hold for one of its own. */
    @Test
    void anEarlierSnapshotOfTheSameNameIsNotTakenForACut() throws Exception {
        fixture.storage().onSnapshot(fixture.storage()::cut);
        fixture.cut(request(PATIENT, "data-0"));
        assertThatThrownBy(() -> fixture.cut(request(PATIENT, "data-0")))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("this run did not create");
    }

    @Test
    void isReadyOneWayInTheNamespaceProfile() throws Exception {
        fixture.storage().onSnapshot(fixture.storage()::cut);
        List<Cut> cuts = fixture.cut(request(PATIENT, "data-0"));
        CompletableFuture<List<ReadySnapshot>> waiting =
                fixture.snapshots().ready(NAMESPACE, SET, cuts, Profile.NAMESPACE, PATIENT);
        fixture.storage().ready(cuts.get(0).snapshot());
        ReadySnapshot ready = get(waiting).get(0);
        assertThat(ready.binding()).isEqualTo(Binding.ONE_WAY);
        assertThat(ready.restoreSizeBytes()).isEqualTo(1L << 30);
    }

    @Test
    void isProvedBothWaysInTheClusterProfile() throws Exception {
        Cut cut = fixture.readyCut();
        fixture.storage().content(cut.snapshot(), cut.uid(), "snap-1");
        ReadySnapshot ready = get(fixture.ready(cut, Profile.CLUSTER)).get(0);
        assertThat(ready.binding()).isEqualTo(Binding.BOTH_WAYS);
        assertThat(ready.handle()).isEqualTo("snap-1");
    }

    @Test
    void anotherSnapshotsContentIsRefused() throws Exception {
        Cut cut = fixture.readyCut();
        fixture.storage().content(cut.snapshot(), "another-uid", "snap-1");
        assertThatThrownBy(() -> get(fixture.ready(cut, Profile.CLUSTER)))
                .hasMessageContaining("belongs to another snapshot");
    }

    @Test
    void aLostHandleIsRefused() throws Exception {
        Cut cut = fixture.readyCut();
        fixture.storage().content(cut.snapshot(), cut.uid(), "");
        assertThatThrownBy(() -> get(fixture.ready(cut, Profile.CLUSTER)))
                .hasMessageContaining("has no snapshot handle");
    }

    @Test
    void whatIsNeverReadyIsNamedAtTheLimit() throws Exception {
        fixture.storage().onSnapshot(fixture.storage()::cut);
        List<Cut> cuts = fixture.cut(request(PATIENT, "data-0", "data-1"));
        fixture.storage().ready(cuts.get(0).snapshot());
        assertThatThrownBy(() -> get(fixture.snapshots().ready(NAMESPACE, SET, cuts, Profile.NAMESPACE, SHORT)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("claims data-1 of namespace shop (1 of 2)");
    }

    @Test
    void anErrorAfterTheCutIsNotWaitedFor() throws Exception {
        fixture.storage().onSnapshot(fixture.storage()::cut);
        List<Cut> cuts = fixture.cut(request(PATIENT, "data-0"));
        CompletableFuture<List<ReadySnapshot>> waiting =
                fixture.snapshots().ready(NAMESPACE, SET, cuts, Profile.NAMESPACE, PATIENT);
        fixture.storage().fail(cuts.get(0).snapshot(), "upload failed");
        assertThatThrownBy(() -> get(waiting)).hasMessageContaining("upload failed");
    }

    @Test
    void cutsAGroupAndLabelsItsMembers() throws Exception {
        ClaimLabels labels = new ClaimLabels(fixture.storage().cluster());
        List<VolumeCut> volumes = List.of(fixture.claimed("data"), fixture.claimed("log"));
        get(labels.put(NAMESPACE, SET, "held", volumes));
        fixture.storage().onGroup(group -> {
            fixture.storage().cutGroup(group);
            fixture.storage().member(group, "snapshot-1", "log");
            fixture.storage().member(group, "snapshot-2", "data");
        });
        CutRequest request = new CutRequest("held", volumes, Optional.of(new GroupWay("v1", "fast")), PATIENT);

        List<Cut> cuts;
        try (Cutter cutter = get(fixture.snapshots().open(NAMESPACE, SET, Optional.of("v1")))) {
            cuts = get(cutter.cut(request));
        }
        get(labels.remove(NAMESPACE, SET));
        fixture.storage().ready("snapshot-1");
        fixture.storage().ready("snapshot-2");
        get(fixture.snapshots().ready(NAMESPACE, SET, cuts, Profile.NAMESPACE, PATIENT));

        assertThat(cuts).extracting(Cut::snapshot).containsExactly("snapshot-2", "snapshot-1");
        assertThat(fixture.storage()
                        .snapshot("snapshot-1")
                        .path("metadata")
                        .path("labels")
                        .path(Labels.SET)
                        .asText())
                .isEqualTo(SET.toString());
        ObjectNode group = fixture.storage()
                .store()
                .get(ResourceType.VOLUME_GROUP_SNAPSHOT, NAMESPACE, cuts.get(0).groupSnapshot());
        assertThat(group.path("spec").path("volumeGroupSnapshotClassName").asText())
                .isEqualTo("fast");
        ObjectNode claim = fixture.storage().store().get(ResourceType.PERSISTENT_VOLUME_CLAIM, NAMESPACE, "data");
        assertThat(claim.path("metadata").path("labels").has(Labels.CUT_GROUP)).isFalse();
    }

    @Test
    void aClaimThatWasReplacedIsNotLabelled() {
        fixture.storage().claim("data");
        VolumeCut planned = new VolumeCut("s", "data", "another-uid", "", "", Map.of());
        assertThatThrownBy(() ->
                        get(new ClaimLabels(fixture.storage().cluster()).put(NAMESPACE, SET, "held", List.of(planned))))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("deleted or replaced since it was planned");
    }
}
