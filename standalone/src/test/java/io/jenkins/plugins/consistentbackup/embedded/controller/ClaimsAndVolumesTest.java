package io.jenkins.plugins.consistentbackup.embedded.controller;

import static io.jenkins.plugins.consistentbackup.embedded.controller.ClusterFixture.is;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Claims and volumes behave as in Kubernetes. Each fact names its source: {@code k8s:} paths are of
 * kubernetes/kubernetes, {@code prov:} of kubernetes-csi/external-provisioner and its library.
 */
class ClaimsAndVolumesTest {
    @RegisterExtension
    static final ClusterFixture in = new ClusterFixture(EmbeddedCluster.TORN_CLASS);

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
        assertThat(in.driver().volume(handle)).isPresent();
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
        in.driver().settings().capacity(0);
        in.claim("data", "");
        assertThat(in.awaitEvent("data", "ProvisioningFailed")).contains("code = ResourceExhausted");

        in.driver().settings().capacity(Long.MAX_VALUE);
        in.awaitBound("data");
    }
}
