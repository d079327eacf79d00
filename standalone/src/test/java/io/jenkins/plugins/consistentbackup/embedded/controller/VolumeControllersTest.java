package io.jenkins.plugins.consistentbackup.embedded.controller;

import static io.jenkins.plugins.consistentbackup.embedded.controller.ClusterFixture.is;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.storage.SnapshotFault;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.embedded.storage.VolumeDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Claims, volumes and snapshots behave as in Kubernetes. Each fact names its source: {@code k8s:} paths are of
 * kubernetes/kubernetes, {@code snap:} of kubernetes-csi/external-snapshotter, {@code prov:} of
 * kubernetes-csi/external-provisioner and its library.
 */
class VolumeControllersTest {
    @TempDir
    static Path directory;

    private static EmbeddedCluster cluster;
    private ClusterFixture in;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(ClusterOptions.defaults()
                .withParent(directory)
                .withPlainDirectories()
                .withWaitForFirstConsumer(EmbeddedCluster.TORN_CLASS));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void namespace() {
        in = new ClusterFixture(cluster, "ns-" + UUID.randomUUID());
    }

    @AfterEach
    void heal() {
        driver().settings().reset();
    }

    private static VolumeDriver driver() {
        return cluster.driver(Storage.ATOMIC);
    }

    private String volumeOf(String claim) throws Exception {
        return Json.text(in.awaitBound(claim), "/spec/volumeName");
    }

    /** k8s: pkg/controller/volume/persistentvolume/pv_controller.go, provisionClaimOperationExternal and bind. */
    @Test
    void claimGetsTheDefaultClassAndAVolumeOfItsOwn() throws Exception {
        in.claim("data", "");
        ObjectNode claim = in.awaitBound("data");

        assertThat(Json.text(claim, "/spec/storageClassName")).isEqualTo(EmbeddedCluster.ATOMIC_CLASS);
        Metadata metadata = Metadata.of(claim);
        assertThat(metadata.annotation("pv.kubernetes.io/bind-completed")).contains("yes");
        assertThat(metadata.annotation("volume.kubernetes.io/storage-provisioner"))
                .contains(Storage.ATOMIC);
        assertThat(metadata.finalizers()).contains("kubernetes.io/pvc-protection");
        ObjectNode volume = in.get(ResourceType.PERSISTENT_VOLUME, "pvc-" + metadata.uid());
        assertThat(Json.text(volume, "/spec/claimRef/uid")).isEqualTo(metadata.uid());
        assertThat(Json.text(volume, "/spec/persistentVolumeReclaimPolicy")).isEqualTo("Delete");
    }

    /** k8s: pv_controller.go, reclaimVolume; prov: controller.go, shouldDelete. */
    @Test
    void deletedClaimTakesItsVolumeAlongUnlessItIsRetained() throws Exception {
        in.claim("gone", "");
        in.claim("kept", "");
        String gone = volumeOf("gone");
        String kept = volumeOf("kept");
        String handle = Json.text(in.get(ResourceType.PERSISTENT_VOLUME, kept), "/spec/csi/volumeHandle");
        in.edit(
                ResourceType.PERSISTENT_VOLUME,
                kept,
                volume -> volume.withObjectProperty("spec").put("persistentVolumeReclaimPolicy", "Retain"));

        in.delete(ResourceType.PERSISTENT_VOLUME_CLAIM, "gone");
        in.delete(ResourceType.PERSISTENT_VOLUME_CLAIM, "kept");

        in.awaitGone(ResourceType.PERSISTENT_VOLUME, gone);
        in.await(ResourceType.PERSISTENT_VOLUME, kept, is("/status/phase", "Released"));
        assertThat(driver().volume(handle)).isPresent();
    }

    /** k8s: pv_controller.go, syncUnboundClaim: a claimRef with another uid is another claim's, for ever. */
    @Test
    void releasedVolumeBindsAgainOnlyWhenItsClaimRefHasNoUid() throws Exception {
        in.claim("data", "");
        String volume = volumeOf("data");
        in.edit(
                ResourceType.PERSISTENT_VOLUME,
                volume,
                object -> object.withObjectProperty("spec").put("persistentVolumeReclaimPolicy", "Retain"));
        in.delete(ResourceType.PERSISTENT_VOLUME_CLAIM, "data");
        in.await(ResourceType.PERSISTENT_VOLUME, volume, is("/status/phase", "Released"));

        in.claim("data", "volumeName: " + volume + "\nstorageClassName: csi-atomic");
        assertThat(in.awaitEvent("data", "FailedBinding")).contains("already bound to a different claim");

        in.edit(ResourceType.PERSISTENT_VOLUME, volume, object -> {
            object.withObject("/spec/claimRef").remove("uid");
            object.withObject("/spec/claimRef").remove("resourceVersion");
        });
        assertThat(volumeOf("data")).isEqualTo(volume);
        in.await(ResourceType.PERSISTENT_VOLUME, volume, is("/status/phase", "Bound"));
    }

    /** k8s: pv_controller.go, syncUnboundClaim with delayBinding. */
    @Test
    void claimOfAWaitingClassStaysPendingWithoutAPod() throws Exception {
        in.claim("data", "storageClassName: csi-torn");

        assertThat(in.awaitEvent("data", "WaitForFirstConsumer"))
                .isEqualTo("waiting for first consumer to be created before binding");
        assertThat(Json.text(in.get(ResourceType.PERSISTENT_VOLUME_CLAIM, "data"), "/status/phase"))
                .isEqualTo("Pending");
    }

    /** prov: pkg/controller/controller.go, Provision: the driver's answer becomes an event; it is tried again. */
    @Test
    void fullStorageIsAnEventUntilThereIsRoom() throws Exception {
        driver().settings().capacity(0);
        in.claim("data", "");
        assertThat(in.awaitEvent("data", "ProvisioningFailed")).contains("code = ResourceExhausted");

        driver().settings().capacity(Long.MAX_VALUE);
        in.awaitBound("data");
    }

    /** snap: pkg/common-controller/snapshot_controller.go, createSnapshotContent and updateSnapshotStatus. */
    @Test
    void snapshotAndContentNameEachOther() throws Exception {
        in.claim("data", "");
        in.awaitBound("data");
        in.snapshot("cut", "data");
        ObjectNode snapshot = in.awaitReady("cut");

        Metadata metadata = Metadata.of(snapshot);
        String name = "snapcontent-" + metadata.uid();
        assertThat(Json.text(snapshot, "/status/boundVolumeSnapshotContentName"))
                .isEqualTo(name);
        assertThat(Json.text(snapshot, "/status/restoreSize")).isEqualTo("1048576");
        assertThat(Json.text(snapshot, "/status/creationTime")).matches("....-..-..T..:..:..Z");
        assertThat(Json.text(snapshot, "/spec/volumeSnapshotClassName")).isEqualTo(EmbeddedCluster.ATOMIC_CLASS);
        ObjectNode content = in.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, name);
        assertThat(Json.text(content, "/spec/volumeSnapshotRef/uid")).isEqualTo(metadata.uid());
        assertThat(content.at("/status/creationTime").isIntegralNumber()).isTrue();
        assertThat(driver().snapshot(Json.text(content, "/status/snapshotHandle")))
                .isPresent();
        assertThat(metadata.finalizers())
                .contains(
                        "snapshot.storage.kubernetes.io/volumesnapshot-as-source-protection",
                        "snapshot.storage.kubernetes.io/volumesnapshot-bound-protection");
        // The claim is let go after the snapshot was said to be ready.
        in.await(
                ResourceType.PERSISTENT_VOLUME_CLAIM,
                "data",
                claim -> !Metadata.of(claim)
                        .finalizers()
                        .contains("snapshot.storage.kubernetes.io/pvc-as-source-protection"));
    }

    /** snap: snapshot_controller.go, checkandRemoveSnapshotFinalizersAndCheckandDeleteContent. */
    @Test
    void deletionPolicyDecidesWhetherTheCutGoesWithTheSnapshot() throws Exception {
        in.claim("data", "");
        in.awaitBound("data");
        in.snapshot("gone", "data");
        in.snapshot("kept", "data");
        String gone = Json.text(in.awaitReady("gone"), "/status/boundVolumeSnapshotContentName");
        String kept = Json.text(in.awaitReady("kept"), "/status/boundVolumeSnapshotContentName");
        in.edit(
                ResourceType.VOLUME_SNAPSHOT_CONTENT,
                kept,
                content -> content.withObjectProperty("spec").put("deletionPolicy", "Retain"));
        String handle = Json.text(in.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, gone), "/status/snapshotHandle");

        in.delete(ResourceType.VOLUME_SNAPSHOT, "gone");
        in.delete(ResourceType.VOLUME_SNAPSHOT, "kept");
        in.awaitGone(ResourceType.VOLUME_SNAPSHOT, "gone");
        in.awaitGone(ResourceType.VOLUME_SNAPSHOT, "kept");

        assertThat(driver().snapshot(handle)).isEmpty();
        assertThat(Json.text(in.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, kept), "/status/readyToUse"))
                .isEqualTo("true");
    }

    /** snap: snapshot_controller.go, getPreprovisionedContentFromStore and checkandBindSnapshotContent. */
    @Test
    void snapshotOfAGivenContentIsBoundByNameAndOnlyToThatName() throws Exception {
        in.claim("data", "");
        in.awaitBound("data");
        in.snapshot("first", "data");
        String content = Json.text(in.awaitReady("first"), "/status/boundVolumeSnapshotContentName");
        String handle = Json.text(in.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, content), "/status/snapshotHandle");
        String given = "given-" + UUID.randomUUID();
        in.apply("""
                apiVersion: snapshot.storage.k8s.io/v1
                kind: VolumeSnapshotContent
                metadata: {name: %1$s}
                spec:
                  deletionPolicy: Retain
                  driver: atomic.csi.embedded
                  source: {snapshotHandle: %2$s}
                  volumeSnapshotRef: {name: right, namespace: NAMESPACE}
                ---
                apiVersion: snapshot.storage.k8s.io/v1
                kind: VolumeSnapshot
                metadata: {name: wrong, namespace: NAMESPACE}
                spec: {source: {volumeSnapshotContentName: %1$s}}
                ---
                apiVersion: snapshot.storage.k8s.io/v1
                kind: VolumeSnapshot
                metadata: {name: right, namespace: NAMESPACE}
                spec: {source: {volumeSnapshotContentName: %1$s}}
                """.formatted(given, handle));

        in.awaitReady("right");
        ObjectNode wrong = in.await(
                ResourceType.VOLUME_SNAPSHOT,
                "wrong",
                object -> object.at("/status/error").isObject());
        assertThat(Json.text(wrong, "/status/error/message")).contains("is bound to a different snapshot");
    }

    /** snap: pkg/sidecar-controller/snapshot_controller.go: an error is tried again, then cleared: a late cut. */
    @Test
    void refusedCutIsAnErrorThatALaterTryClears() throws Exception {
        in.claim("data", "");
        in.awaitBound("data");
        driver().settings().fail(SnapshotFault.refused("data", 1));
        in.snapshot("late", "data");

        ObjectNode failed = in.await(
                ResourceType.VOLUME_SNAPSHOT,
                "late",
                object -> object.at("/status/error").isObject());
        assertThat(Json.text(failed, "/status/error/message"))
                .isEqualTo("Failed to check and update snapshot content: failed to take snapshot of the volume "
                        + driver().volumes().stream()
                                .filter(volume -> volume.claim().endsWith("/data")
                                        && volume.claim()
                                                .startsWith(Metadata.of(failed).namespace()))
                                .findFirst()
                                .orElseThrow()
                                .handle()
                        + ": \"rpc error: code = Internal desc = storage backend is busy\"");
        assertThat(in.awaitReady("late").at("/status/error").isMissingNode()).isTrue();
    }

    /** snap: client/apis/volumesnapshot/v1/types.go: creationTime at the cut, readyToUse when it can be used. */
    @Test
    void cutIsSeenBeforeReady() throws Exception {
        in.claim("data", "");
        in.awaitBound("data");
        driver().settings().readyLatency(Duration.ofSeconds(1));
        in.snapshot("slow", "data");

        ObjectNode cut = in.await(
                ResourceType.VOLUME_SNAPSHOT,
                "slow",
                object -> object.at("/status/creationTime").isTextual());
        assertThat(cut.at("/status/readyToUse").asBoolean()).isFalse();
        in.awaitReady("slow");
    }

    /** prov: pkg/controller/controller.go, getSnapshotSource. */
    @Test
    void claimFromASnapshotWaitsUntilItIsReadyAndMayNotBeSmaller() throws Exception {
        in.claim("data", "");
        in.awaitBound("data");
        driver().settings().readyLatency(Duration.ofMillis(700));
        in.snapshot("cut", "data");
        in.await(
                ResourceType.VOLUME_SNAPSHOT,
                "cut",
                object -> object.at("/status/creationTime").isTextual());
        String source = "dataSource: {apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: cut}";
        in.claim("copy", source);
        assertThat(in.awaitEvent("copy", "ProvisioningFailed")).contains("snapshot cut is not Ready");
        in.awaitBound("copy");

        in.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: small, namespace: NAMESPACE}
                spec:
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 512Ki}}
                  %s
                """.formatted(source));
        assertThat(in.awaitEvent("small", "ProvisioningFailed")).contains("is less than the size 1048576");
    }

    /** snap: snapshot_controller.go, SetDefaultSnapshotClass and createSnapshotContent. */
    @Test
    void snapshotOfAnUnboundClaimOrOfAnotherDriversClassIsRefused() throws Exception {
        in.claim("waiting", "storageClassName: csi-torn");
        in.snapshot("early", "waiting");
        assertThat(in.awaitEvent("early", "SnapshotContentCreationFailed")).contains("is not yet bound to a PV");

        in.claim("data", "");
        in.awaitBound("data");
        in.apply("""
                apiVersion: snapshot.storage.k8s.io/v1
                kind: VolumeSnapshot
                metadata: {name: foreign, namespace: NAMESPACE}
                spec: {volumeSnapshotClassName: csi-torn, source: {persistentVolumeClaimName: data}}
                """);
        assertThat(in.awaitEvent("foreign", "SnapshotContentCreationFailed")).contains("torn.csi.embedded");
    }

    /** snap: groupsnapshot_controller_helper.go, createSnapshotsForGroupSnapshotContent; snapshot_controller.go. */
    @Test
    void groupHasAMemberForEachClaimThatGoesOnlyWithTheGroup() throws Exception {
        in.claim("db-data", "");
        in.claim("db-log", "");
        in.claim("other", "");
        in.awaitBound("db-data");
        in.awaitBound("db-log");
        in.apply("""
                apiVersion: groupsnapshot.storage.k8s.io/v1
                kind: VolumeGroupSnapshot
                metadata: {name: both, namespace: NAMESPACE, labels: {ours: "yes"}}
                spec: {source: {selector: {matchLabels: {set: db}}}}
                """);
        in.await(ResourceType.VOLUME_GROUP_SNAPSHOT, "both", is("/status/readyToUse", "true"));

        var members = in.list(ResourceType.VOLUME_SNAPSHOT);
        assertThat(members)
                .extracting(member -> Json.text(member, "/spec/source/persistentVolumeClaimName"))
                .containsExactlyInAnyOrder("db-data", "db-log");
        String name = Metadata.of(members.get(0)).name();
        assertThat(Metadata.of(members.get(0)).label("ours")).isEmpty();
        in.awaitReady(name);

        in.delete(ResourceType.VOLUME_SNAPSHOT, name);
        assertThat(in.awaitEvent(name, "SnapshotDeletePending")).contains("is not allowed as it belongs to group");
        in.delete(ResourceType.VOLUME_GROUP_SNAPSHOT, "both");
        in.awaitGone(ResourceType.VOLUME_SNAPSHOT, name);
        in.awaitGone(ResourceType.VOLUME_GROUP_SNAPSHOT, "both");
    }

    /** snap: README, {@code --kube-api-qps} and {@code --kube-api-burst}. */
    @Test
    void snapshotControllerCanBeAsSlowAsItIsByDefault() throws Exception {
        for (int i = 0; i < 4; i++) {
            in.claim("data-" + i, "");
        }
        for (int i = 0; i < 4; i++) {
            in.awaitBound("data-" + i);
        }
        cluster.snapshotRate().limit(20, 1);
        long begin = System.nanoTime();
        try {
            for (int i = 0; i < 4; i++) {
                in.snapshot("cut-" + i, "data-" + i);
            }
            for (int i = 0; i < 4; i++) {
                in.awaitReady("cut-" + i);
            }
        } finally {
            cluster.snapshotRate().unlimited();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(700));
    }
}
