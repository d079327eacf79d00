package io.jenkins.plugins.consistentbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.WriteContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which class cuts a claim, as a real API server shows volumes and classes. */
class SnapshotClassesTest {
    private static final String GOOD = "good.csi";
    private static final String UNDECIDED = "undecided.csi";
    private static final String DOUBLE = "double.csi";
    private static final String BARE = "bare.csi";

    private static StorageByHand storage;
    private static SnapshotClasses classes;

    @BeforeAll
    static void start() throws IOException {
        storage = new StorageByHand();
        classes = new SnapshotClasses(storage.cluster(), new AtomicDrivers(Set.of(GOOD)));
        for (String driver : List.of(GOOD, UNDECIDED, DOUBLE, BARE)) {
            volume(driver);
        }
        snapshotClass("good", GOOD, true);
        snapshotClass("good-kept", GOOD, false);
        snapshotClass("undecided-a", UNDECIDED, false);
        snapshotClass("undecided-b", UNDECIDED, false);
        snapshotClass("double-a", DOUBLE, true);
        snapshotClass("double-b", DOUBLE, true);
        ObjectNode group = object(ResourceType.VOLUME_GROUP_SNAPSHOT_CLASS, "good-group");
        group.withObject("metadata")
                .putObject("annotations")
                .put("groupsnapshot.storage.kubernetes.io/is-default-class", "true");
        create(
                ResourceType.VOLUME_GROUP_SNAPSHOT_CLASS,
                group.put("driver", GOOD).put("deletionPolicy", "Delete"));
    }

    @AfterAll
    static void stop() {
        storage.close();
    }

    @Test
    void takesTheDriversDefault() {
        SnapshotChoice choice = choose(GOOD, "");
        assertThat(choice.problem()).isEmpty();
        assertThat(choice.snapshotClass()).isEqualTo("good");
        assertThat(choice.driver()).isEqualTo(GOOD);
        assertThat(choice.atomic()).isTrue();
        assertThat(choice.deletionPolicy()).isEqualTo("Delete");
    }

    @Test
    void takesTheClassThatWasNamed() {
        assertThat(choose(GOOD, "good-kept").snapshotClass()).isEqualTo("good-kept");
        assertThat(choose(UNDECIDED, "undecided-b").problem()).isEmpty();
    }

    @Test
    void namesTheClassesWhenNoneIsTheDefault() {
        assertThat(choose(UNDECIDED, "").problem())
                .isEqualTo("driver undecided.csi of claim shop/data-undecided.csi has no default VolumeSnapshotClass;"
                        + " name one of: undecided-a, undecided-b");
    }

    @Test
    void twoDefaultsAreNone() {
        assertThat(choose(DOUBLE, "").problem()).contains("has 2 default", "(double-a, double-b); name one");
    }

    @Test
    void aClassOfAnotherDriverIsRefused() {
        assertThat(choose(GOOD, "undecided-a").problem())
                .contains("undecided-a is for driver undecided.csi, but claim shop/data-good.csi has driver good.csi");
    }

    @Test
    void aClassThatDoesNotExistIsRefusedWithThoseThatDo() {
        assertThat(choose(GOOD, "god").problem()).contains("there is no VolumeSnapshotClass god", "good, good-kept");
    }

    @Test
    void aDriverWithoutASnapshotClassIsRefused() {
        SnapshotChoice choice = choose(BARE, "");
        assertThat(choice.possible()).isFalse();
        assertThat(choice.problem()).contains("driver bare.csi", "ask the cluster's administrator to create one");
    }

    @Test
    void theNamespaceProfileAsksForNothingThatItMayNotSee() {
        storage.server().requests().reset();
        SnapshotChoice choice = choose(claim(GOOD), "", Profile.NAMESPACE);
        assertThat(choice.possible()).isTrue();
        assertThat(choice.driver()).isEqualTo(GOOD);
        assertThat(choice.snapshotClass()).isEmpty();
        assertThat(storage.server().requests().requests())
                .noneMatch(request ->
                        request.is("list", "persistentvolumes") || request.is("list", "volumesnapshotclasses"));
    }

    @Test
    void aClaimWithoutAVolumeCannotBeCut() {
        PersistentVolumeClaim unbound = claim(GOOD);
        unbound.getStatus().setPhase("Pending");
        assertThat(choose(unbound, "", Profile.CLUSTER).problem()).contains("is not bound to a volume (phase Pending)");
    }

    @Test
    void groupsOfOneDriverWithAClassCanBeCut() {
        GroupAbility ability = ability(Set.of(GOOD));
        assertThat(ability.way())
                .hasValueSatisfying(way -> assertThat(way.groupClass()).isEqualTo("good-group"));
        assertThat(ability(Set.of(BARE)).why())
                .contains("driver bare.csi of the volumes has no VolumeGroupSnapshotClass");
        assertThat(ability(Set.of(GOOD, BARE)).why()).contains("different drivers (bare.csi, good.csi)");
    }

    @Test
    void whoMayNotSeeGroupClassesCutsOneByOne() {
        storage.server()
                .injectFaults(
                        request -> request.is("list", "volumegroupsnapshotclasses") ? Fault.forbidden() : Fault.none());
        GroupAbility ability = ability(Set.of(GOOD));
        storage.server().injectFaults(request -> Fault.none());
        assertThat(ability.way()).isEmpty();
        assertThat(ability.why()).contains("right to list volumegroupsnapshotclasses");
    }

    private static GroupAbility ability(final Set<String> drivers) {
        return classes.groupAbility(drivers, "", Profile.CLUSTER)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static SnapshotChoice choose(final String driver, final String named) {
        return choose(claim(driver), named, Profile.CLUSTER);
    }

    private static SnapshotChoice choose(final PersistentVolumeClaim claim, final String named, final Profile profile) {
        Map<String, String> names =
                named.isEmpty() ? Map.of() : Map.of(claim.getMetadata().getName(), named);
        return classes.choose(List.of(claim), names, profile)
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .get(0);
    }

    private static PersistentVolumeClaim claim(final String driver) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(StorageByHand.NAMESPACE)
                .withName("data-" + driver)
                .withUid("uid")
                .addToAnnotations("volume.kubernetes.io/storage-provisioner", driver)
                .endMetadata()
                .withNewSpec()
                .withVolumeName("volume-" + driver)
                .endSpec()
                .withNewStatus()
                .withPhase("Bound")
                .endStatus()
                .build();
    }

    private static void volume(final String driver) {
        ObjectNode volume = object(ResourceType.PERSISTENT_VOLUME, "volume-" + driver);
        ObjectNode spec = volume.putObject("spec");
        spec.putObject("capacity").put("storage", "1Gi");
        spec.putArray("accessModes").add("ReadWriteOnce");
        spec.putObject("csi").put("driver", driver).put("volumeHandle", "handle");
        create(ResourceType.PERSISTENT_VOLUME, volume);
    }

    private static void snapshotClass(final String name, final String driver, final boolean isDefault) {
        ObjectNode made = object(ResourceType.VOLUME_SNAPSHOT_CLASS, name);
        made.put("driver", driver).put("deletionPolicy", "Delete");
        if (isDefault) {
            made.withObject("metadata")
                    .putObject("annotations")
                    .put("snapshot.storage.kubernetes.io/is-default-class", "true");
        }
        create(ResourceType.VOLUME_SNAPSHOT_CLASS, made);
    }

    private static ObjectNode object(final ResourceType type, final String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        object.putObject("metadata").put("name", name);
        return object;
    }

    private static void create(final ResourceType type, final ObjectNode object) {
        storage.store().create(type, null, object, WriteContext.of("administrator"));
    }
}
