package io.jenkins.plugins.consistentbackup.embedded.controller.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects.EventType;
import io.jenkins.plugins.consistentbackup.embedded.controller.Controller;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.embedded.storage.VolumeDriver;
import java.util.Optional;

/** Keeps the phase of volumes, and reclaims those whose claims are gone. */
public final class VolumeController implements AutoCloseable {
    private static final String PROTECTION = "kubernetes.io/pv-protection";

    private final ClusterObjects objects;
    private final Storage storage;
    private final Controller controller;

    public VolumeController(ClusterObjects clusterObjects, Workers workers, Storage storage) {
        this.objects = clusterObjects.as("persistentvolume-controller");
        this.storage = storage;
        this.controller = new Controller("volumes", objects, workers, this::step);
    }

    public void start() {
        controller
                .follow(ResourceType.PERSISTENT_VOLUME)
                .follow(
                        ResourceType.PERSISTENT_VOLUME_CLAIM,
                        claim -> Json.find(claim, "/spec/volumeName").stream().map(name -> new ObjectKey("", name)));
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> found = objects.get(ResourceType.PERSISTENT_VOLUME, key);
        if (found.isEmpty()) {
            return;
        }
        ObjectNode volume = found.get();
        String phase = phase(volume);
        if (!Json.text(volume, "/status/phase").equals(phase)) {
            objects.edit(
                    ResourceType.PERSISTENT_VOLUME,
                    volume,
                    changed -> Json.status(changed).put("phase", phase(changed)));
        } else if (isToBeReclaimed(volume, phase)) {
            deleteFromStorage(volume);
        } else {
            release(volume, phase);
        }
    }

    private String phase(ObjectNode volume) {
        if (Json.text(volume, "/spec/claimRef/uid").isEmpty()) {
            return "Available";
        }
        Optional<ObjectNode> claim = objects.get(
                        ResourceType.PERSISTENT_VOLUME_CLAIM,
                        Json.text(volume, "/spec/claimRef/namespace"),
                        Json.text(volume, "/spec/claimRef/name"))
                .filter(present -> Metadata.of(present).uid().equals(Json.text(volume, "/spec/claimRef/uid")));
        if (claim.isEmpty()) {
            return "Released";
        }
        // A claim that has yet to learn of its volume learns of it from the claims' controller.
        return "Bound";
    }

    /** As shouldDelete in sig-storage-lib-external-provisioner. */
    private static boolean isToBeReclaimed(ObjectNode volume, String phase) {
        return phase.equals("Released")
                && Json.text(volume, "/spec/persistentVolumeReclaimPolicy").equals("Delete")
                && Metadata.of(volume).annotation(Provisioner.PROVISIONED_BY).isPresent();
    }

    private void deleteFromStorage(ObjectNode volume) {
        String handle = Json.text(volume, "/spec/csi/volumeHandle");
        Optional<VolumeDriver> driver = storage.driver(Json.text(volume, "/spec/csi/driver"));
        if (driver.isEmpty()) {
            return;
        }
        driver.get().deleteVolume(handle).whenComplete((done, failure) -> {
            if (failure == null) {
                objects.edit(
                        ResourceType.PERSISTENT_VOLUME,
                        volume,
                        changed -> Metadata.of(changed)
                                .removeFinalizer(Provisioner.FINALIZER)
                                .removeFinalizer(PROTECTION));
                objects.delete(ResourceType.PERSISTENT_VOLUME, volume);
            } else {
                objects.event(volume, EventType.WARNING, "VolumeFailedDelete", String.valueOf(failure.getMessage()));
            }
        });
    }

    /** Lets an object go that somebody has deleted, when it is bound to nobody; the storage keeps what Retain keeps. */
    private void release(ObjectNode volume, String phase) {
        Metadata metadata = Metadata.of(volume);
        boolean kept = Json.text(volume, "/spec/persistentVolumeReclaimPolicy").equals("Retain");
        if (kept && metadata.finalizers().contains(Provisioner.FINALIZER)) {
            objects.edit(
                    ResourceType.PERSISTENT_VOLUME,
                    volume,
                    changed -> Metadata.of(changed).removeFinalizer(Provisioner.FINALIZER));
        } else if (metadata.isBeingDeleted()
                && !phase.equals("Bound")
                && metadata.finalizers().contains(PROTECTION)) {
            objects.edit(
                    ResourceType.PERSISTENT_VOLUME,
                    volume,
                    changed -> Metadata.of(changed).removeFinalizer(PROTECTION));
        } else if (!kept
                && !phase.equals("Released")
                && Metadata.of(volume).annotation(Provisioner.PROVISIONED_BY).isPresent()
                && !metadata.finalizers().contains(Provisioner.FINALIZER)
                && !metadata.isBeingDeleted()) {
            objects.edit(
                    ResourceType.PERSISTENT_VOLUME,
                    volume,
                    changed -> Metadata.of(changed).addFinalizer(Provisioner.FINALIZER));
        }
    }

    @Override
    public void close() {
        controller.close();
    }
}
