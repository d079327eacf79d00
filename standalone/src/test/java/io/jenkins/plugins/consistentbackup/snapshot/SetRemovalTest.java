package io.jenkins.plugins.consistentbackup.snapshot;

import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotsByHand.PATIENT;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotsByHand.SET;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotsByHand.get;
import static io.jenkins.plugins.consistentbackup.snapshot.SnapshotsByHand.request;
import static io.jenkins.plugins.consistentbackup.snapshot.StorageByHand.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.snapshot.CutRequest.GroupWay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The removal of a set's snapshots, against a storage that does what each test says. */
class SetRemovalTest {
    @RegisterExtension
    final SnapshotsByHand fixture = new SnapshotsByHand();

    @Test
    void removesWhatThereIsAndWhatComesLate() throws Exception {
        fixture.storage().onSnapshot(fixture.storage()::cut);
        List<Cut> cuts = fixture.cut(request(PATIENT, "data-0", "data-1"));
        fixture.storage()
                .store()
                .edit(ResourceType.VOLUME_SNAPSHOT, NAMESPACE, cuts.get(0).snapshot(), object -> {
                    ((ObjectNode) object.path("metadata"))
                            .putArray("finalizers")
                            .add("test/still-used");
                    return object;
                });
        try (Feed<?> feed = get(fixture.storage().cluster().feed(Kind.SNAPSHOTS, NAMESPACE))) {
            CompletableFuture<List<String>> removal = fixture.snapshots().remove(NAMESPACE, SET);
            get(feed.until(seen -> seen.size() == 1 ? Optional.of(true) : Optional.empty(), PATIENT, "one to be gone"));
            try (Cutter late = get(fixture.snapshots().open(NAMESPACE, SET, Optional.empty()))) {
                get(late.cut(request(PATIENT, "data-9")).exceptionally(gone -> List.of()));
            }
            get(feed.until(
                    seen -> seen.size() == 1 ? Optional.of(true) : Optional.empty(), PATIENT, "the late one's end"));
            fixture.storage()
                    .store()
                    .edit(ResourceType.VOLUME_SNAPSHOT, NAMESPACE, cuts.get(0).snapshot(), object -> {
                        ((ObjectNode) object.path("metadata")).remove("finalizers");
                        return object;
                    });
            assertThat(get(removal)).isEmpty();
        }
        assertThat(fixture.storage().store().list(ResourceType.VOLUME_SNAPSHOT, NAMESPACE, Selector.everything()))
                .isEmpty();
    }

    @Test
    void saysWhatCouldNotBeRemoved() throws Exception {
        fixture.storage().onSnapshot(fixture.storage()::cut);
        fixture.cut(request(PATIENT, "data-0"));
        fixture.storage()
                .server()
                .injectFaults(request -> request.is("delete", "volumesnapshots") ? Fault.forbidden() : Fault.none());
        CsiSnapshots hasty = fixture.snapshots(Duration.ofSeconds(3));
        assertThat(get(hasty.remove(NAMESPACE, SET)))
                .singleElement()
                .asString()
                .startsWith("snapshot shop/" + SET + "-data-0: ")
                .contains("forbidden");
    }

    /** Whoever is stopped right after the cut has not labelled them yet. */
    @Test
    void waitsForMembersOfAGroupThatHaveNoLabel() throws Exception {
        fixture.storage().onGroup(group -> {
            fixture.storage().cutGroup(group);
            fixture.storage().member(group, "snapshot-1", "data");
        });
        CutRequest request = new CutRequest(
                "held", List.of(fixture.claimed("data")), Optional.of(new GroupWay("v1", "fast")), PATIENT);
        try (Cutter cutter = get(fixture.snapshots().open(NAMESPACE, SET, Optional.of("v1")))) {
            get(cutter.cut(request));
        }
        ObjectStore store = fixture.storage().store();
        store.edit(ResourceType.VOLUME_SNAPSHOT, NAMESPACE, "snapshot-1", member -> {
            member.withObject("/metadata").remove("labels");
            member.withArray("/metadata/finalizers").add("test/still-used");
            return member;
        });
        try (Feed<VolumeSnapshot> feed = get(fixture.storage().cluster().feed(Kind.SNAPSHOTS, NAMESPACE))) {
            CompletableFuture<Integer> leftWhenDone = fixture.snapshots()
                    .remove(NAMESPACE, SET)
                    .thenApply(left -> store.list(ResourceType.VOLUME_SNAPSHOT, NAMESPACE, Selector.everything())
                            .size());
            get(feed.until(
                    seen -> Optional.of(true)
                            .filter(now -> seen.values().stream()
                                    .allMatch(member -> member.getMetadata().getDeletionTimestamp() != null)),
                    PATIENT,
                    "the deletion of the member"));
            store.edit(ResourceType.VOLUME_SNAPSHOT, NAMESPACE, "snapshot-1", member -> {
                member.withObject("/metadata").remove("finalizers");
                return member;
            });
            assertThat(get(leftWhenDone)).isZero();
        }
    }
}
