package io.jenkins.plugins.consistentbackup.embedded.controller.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects.EventType;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.RetryTimes;
import io.jenkins.plugins.consistentbackup.embedded.controller.WorkQueue;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.embedded.storage.Volume;
import io.jenkins.plugins.consistentbackup.embedded.storage.VolumeDriver;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Makes volumes for claims, as the external-provisioner sidecar of the driver does. */
final class Provisioner {
    static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
    /** Keeps a volume's object until the storage has deleted the volume (HonorPVReclaimPolicy). */
    static final String FINALIZER = "external-provisioner.volume.kubernetes.io/finalizer";

    /** A claim cannot have a volume as things are; the message is for its events. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private final ClusterObjects objects;
    private final Storage storage;
    private final WorkQueue queue;
    private final RetryTimes retries;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    Provisioner(ClusterObjects clusterObjects, Storage storage, WorkQueue queue) {
        this.objects = clusterObjects.as("external-provisioner");
        this.storage = storage;
        this.queue = queue;
        this.retries = new RetryTimes(clusterObjects.clock());
    }

    void forget(ObjectKey claim) {
        retries.succeeded(claim);
    }

    /** Begins to make the volume; its object appears when it is there. */
    void provision(ObjectNode claim, ObjectNode type) {
        ObjectKey key = ObjectKey.of(claim);
        Optional<VolumeDriver> driver = storage.driver(Json.text(type, "/provisioner"));
        Optional<Duration> wait = retries.untilNext(key);
        if (driver.isEmpty()) {
            return; // somebody else's class
        }
        if (wait.isPresent()) {
            queue.addLater(key, wait.get());
            return;
        }
        String uid = Metadata.of(claim).uid();
        if (!running.add(uid)) {
            return;
        }
        try {
            long bytes = Binding.requested(claim);
            Optional<String> source = source(claim, driver.get().name(), bytes);
            driver.get()
                    .createVolume("pvc-" + uid, key.toString(), bytes, source)
                    .whenComplete((volume, failure) -> {
                        running.remove(uid);
                        if (failure == null) {
                            retries.succeeded(key);
                            register(claim, type, volume);
                        } else {
                            failed(claim, rootMessage(failure));
                        }
                    });
        } catch (RefusedException e) {
            running.remove(uid);
            failed(claim, e.getMessage());
        }
    }

    private static String rootMessage(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause().getMessage() : failure.getMessage();
    }

    private void failed(ObjectNode claim, String message) {
        objects.event(
                claim,
                EventType.WARNING,
                "ProvisioningFailed",
                "failed to provision volume with StorageClass \"" + Json.text(claim, "/spec/storageClassName") + "\": "
                        + message);
        queue.addLater(ObjectKey.of(claim), retries.failed(ObjectKey.of(claim)));
    }

    /** The snapshot's handle, if the claim asks for a snapshot's data. */
    private Optional<String> source(ObjectNode claim, String driver, long bytes) {
        JsonNode source = claim.at("/spec/dataSourceRef").isObject()
                ? claim.at("/spec/dataSourceRef")
                : claim.at("/spec/dataSource");
        if (!source.isObject()) {
            return Optional.empty();
        }
        if (!source.path("kind").asText().equals("VolumeSnapshot")) {
            throw new RefusedException("the embedded cluster models data sources of kind VolumeSnapshot only, not "
                    + source.path("kind").asText());
        }
        String name = source.path("name").asText();
        String namespace = Metadata.of(claim).namespace();
        ObjectNode snapshot = objects.get(ResourceType.VOLUME_SNAPSHOT, namespace, name)
                .orElseThrow(() -> refused(
                        name,
                        "error getting snapshot " + name + " from api server: volumesnapshots"
                                + ".snapshot.storage.k8s.io \"" + name + "\" not found"));
        return Optional.of(handle(snapshot, name, driver, bytes));
    }

    private static RefusedException refused(String snapshot, String why) {
        return new RefusedException(
                "error getting handle for DataSource Type VolumeSnapshot by Name " + snapshot + ": " + why);
    }

    private String handle(ObjectNode snapshot, String name, String driver, long bytes) {
        if (Metadata.of(snapshot).isBeingDeleted()) {
            throw refused(name, "snapshot " + name + " is currently being deleted");
        }
        if (!snapshot.at("/status/readyToUse").asBoolean(false)) {
            throw refused(name, "snapshot " + name + " is not Ready");
        }
        String contentName = Json.text(snapshot, "/status/boundVolumeSnapshotContentName");
        ObjectNode content = objects.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, "", contentName)
                .orElseThrow(() -> refused(name, "error getting snapshotcontent " + contentName));
        boolean bound = Json.text(content, "/spec/volumeSnapshotRef/uid")
                .equals(Metadata.of(snapshot).uid());
        if (!bound) {
            throw refused(
                    name,
                    "snapshotcontent " + contentName + " for snapshot " + name + " is bound to a different"
                            + " snapshot");
        }
        if (!Json.text(content, "/spec/driver").equals(driver)) {
            throw refused(
                    name,
                    "the snapshot's driver " + Json.text(content, "/spec/driver")
                            + " does not match the class' provisioner " + driver);
        }
        long restoreSize = Json.bytes(Json.text(snapshot, "/status/restoreSize"));
        if (bytes < restoreSize) {
            throw refused(
                    name,
                    "requested volume size " + bytes + " is less than the size " + restoreSize
                            + " for the source snapshot " + name);
        }
        return Json.text(content, "/status/snapshotHandle");
    }

    private void register(ObjectNode claim, ObjectNode type, Volume made) {
        Metadata metadata = Metadata.of(claim);
        ObjectNode volume = Json.object().put("apiVersion", "v1").put("kind", "PersistentVolume");
        String driver = Json.text(type, "/provisioner");
        Metadata.of(volume)
                .putAnnotation(PROVISIONED_BY, driver)
                .addFinalizer("kubernetes.io/pv-protection")
                .addFinalizer(FINALIZER)
                .node()
                .put("name", "pvc-" + metadata.uid());
        ObjectNode spec = volume.putObject("spec");
        spec.putObject("capacity").put("storage", Json.text(claim, "/spec/resources/requests/storage"));
        spec.set("accessModes", claim.at("/spec/accessModes").deepCopy());
        spec.put(
                        "persistentVolumeReclaimPolicy",
                        Json.find(type, "/reclaimPolicy").orElse("Delete"))
                .put("storageClassName", Metadata.of(type).name())
                .put("volumeMode", "Filesystem");
        spec.putObject("claimRef")
                .put("apiVersion", "v1")
                .put("kind", "PersistentVolumeClaim")
                .put("namespace", metadata.namespace())
                .put("name", metadata.name())
                .put("uid", metadata.uid())
                .put("resourceVersion", metadata.resourceVersion());
        spec.putObject("csi").put("driver", driver).put("volumeHandle", made.handle());
        objects.create(ResourceType.PERSISTENT_VOLUME, volume);
        objects.event(
                claim,
                EventType.NORMAL,
                "ProvisioningSucceeded",
                "Successfully provisioned volume pvc-" + metadata.uid());
    }
}
