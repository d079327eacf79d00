package io.jenkins.plugins.consistentbackup.embedded.controller;

import static io.jenkins.plugins.consistentbackup.embedded.controller.ClusterFixture.is;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.storage.SnapshotFault;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Snapshots behave as in Kubernetes. Each fact names its source: {@code k8s:} paths are of kubernetes/kubernetes,
 * {@code snap:} of kubernetes-csi/external-snapshotter, {@code prov:} of kubernetes-csi/external-provisioner and its
 * library.
 */
class SnapshotControllersTest {
    @RegisterExtension
    static final ClusterFixture in = new ClusterFixture(EmbeddedCluster.TORN_CLASS);

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
        assertThat(in.driver().snapshot(Json.text(content, "/status/snapshotHandle")))
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

        assertThat(in.driver().snapshot(handle)).isEmpty();
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
        in.driver().settings().fail(SnapshotFault.refused("data", 1));
        in.snapshot("late", "data");

        ObjectNode failed = in.await(
                ResourceType.VOLUME_SNAPSHOT,
                "late",
                object -> object.at("/status/error").isObject());
        assertThat(Json.text(failed, "/status/error/message"))
                .isEqualTo("Failed to check and update snapshot content: failed to take snapshot of the volume "
                        + in.driver().volumes().stream()
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
        in.driver().settings().readyLatency(Duration.ofSeconds(1));
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
        in.driver().settings().readyLatency(Duration.ofMillis(700));
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
        in.cluster().snapshotRate().limit(20, 1);
        long begin = System.nanoTime();
        try {
            for (int i = 0; i < 4; i++) {
                in.snapshot("cut-" + i, "data-" + i);
            }
            for (int i = 0; i < 4; i++) {
                in.awaitReady("cut-" + i);
            }
        } finally {
            in.cluster().snapshotRate().unlimited();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(700));
    }
}
