package io.jenkins.plugins.consistentbackup.embedded.controller.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects.EventType;
import io.jenkins.plugins.consistentbackup.embedded.controller.Controller;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.RetryTimes;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The snapshot-controller: makes a content for each VolumeSnapshot of a claim, binds those that name a content, and
 * copies what the sidecar reports (pkg/common-controller of external-snapshotter).
 */
public final class SnapshotController implements AutoCloseable {
    private final ClusterObjects objects;
    private final Controller controller;
    private final RequestRate rate;
    private final RetryTimes retries;
    private final SnapshotClasses classes;
    private final SnapshotDeletion deletion;

    public SnapshotController(ClusterObjects clusterObjects, Workers workers, RequestRate rate) {
        this.objects = clusterObjects.as("snapshot-controller");
        this.controller = new Controller("snapshots", objects, workers, this::step);
        this.rate = rate;
        this.retries = new RetryTimes(objects.clock());
        this.classes = new SnapshotClasses(objects, ResourceType.VOLUME_SNAPSHOT_CLASS, SnapshotNames.DEFAULT_CLASS);
        this.deletion = new SnapshotDeletion(objects);
    }

    public void start() {
        controller
                .follow(ResourceType.VOLUME_SNAPSHOT)
                .follow(ResourceType.VOLUME_SNAPSHOT_CONTENT, SnapshotController::snapshotOf)
                .follow(ResourceType.VOLUME_GROUP_SNAPSHOT, this::beingDeletedBeside)
                .follow(ResourceType.PERSISTENT_VOLUME_CLAIM, this::beingDeletedBeside);
    }

    private static Stream<ObjectKey> snapshotOf(ObjectNode content) {
        return Stream.of(new ObjectKey(
                Json.text(content, "/spec/volumeSnapshotRef/namespace"),
                Json.text(content, "/spec/volumeSnapshotRef/name")));
    }

    /** Snapshots that may have waited for this claim or group to be done with them. */
    private Stream<ObjectKey> beingDeletedBeside(ObjectNode object) {
        return objects
                .keys(
                        ResourceType.VOLUME_SNAPSHOT,
                        Metadata.of(object).namespace(),
                        snapshot -> Metadata.of(snapshot).isBeingDeleted())
                .stream();
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> found = objects.get(ResourceType.VOLUME_SNAPSHOT, key);
        if (found.isEmpty()) {
            retries.succeeded(key);
            return;
        }
        ObjectNode snapshot = found.get();
        if (isUnboundMember(snapshot)) {
            return; // its group has been cut, and is about to say as which content
        }
        if (Metadata.of(snapshot).isBeingDeleted()) {
            deletion.step(snapshot);
            return;
        }
        Optional<ObjectNode> content = content(snapshot);
        Optional<Duration> wait = retries.untilNext(key);
        if (wait.isPresent() && content.isEmpty()) {
            controller.queue().addLater(key, wait.get());
            return;
        }
        boolean isNew = content.isEmpty();
        // Finalizers of snapshot and claim, the content, the status; later one for each change of the status.
        if (!needsWork(snapshot, content) || !rate.admits(key, isNew ? 4 : 1, controller.queue())) {
            return;
        }
        try {
            protect(snapshot);
            report(snapshot, content.isPresent() ? content.get() : create(snapshot));
            retries.succeeded(key);
        } catch (RefusedException e) {
            refuse(snapshot, e.getMessage());
        }
    }

    private static boolean isUnboundMember(ObjectNode snapshot) {
        return Metadata.of(snapshot).finalizers().contains(SnapshotNames.IN_GROUP)
                && Json.find(snapshot, "/status/boundVolumeSnapshotContentName").isEmpty();
    }

    private static boolean needsWork(ObjectNode snapshot, Optional<ObjectNode> content) {
        if (content.isEmpty()) {
            return !snapshot.at("/status/readyToUse").asBoolean(false)
                    || Json.text(snapshot, "/status/error/message").isEmpty();
        }
        ObjectNode reported = snapshot.deepCopy();
        copyStatus(reported, content.get());
        return !reported.equals(snapshot) || !Metadata.of(snapshot).finalizers().contains(SnapshotNames.BOUND);
    }

    private void protect(ObjectNode snapshot) {
        objects.edit(
                ResourceType.VOLUME_SNAPSHOT,
                snapshot,
                changed -> Metadata.of(changed)
                        .addFinalizer(SnapshotNames.AS_SOURCE)
                        .addFinalizer(SnapshotNames.BOUND));
    }

    /** The content that the snapshot is bound to, names, or had made before its status said so. */
    private Optional<ObjectNode> content(ObjectNode snapshot) {
        String name = Json.find(snapshot, "/status/boundVolumeSnapshotContentName")
                .or(() -> Json.find(snapshot, "/spec/source/volumeSnapshotContentName"))
                .orElse(contentName(snapshot));
        return objects.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, "", name);
    }

    private static String contentName(ObjectNode snapshot) {
        return "snapcontent-" + Metadata.of(snapshot).uid();
    }

    private ObjectNode create(ObjectNode snapshot) {
        if (Json.find(snapshot, "/status/boundVolumeSnapshotContentName").isPresent()
                || Json.find(snapshot, "/spec/source/volumeSnapshotContentName").isPresent()) {
            throw new RefusedException("VolumeSnapshotContent is missing");
        }
        ObjectNode claim = boundClaim(snapshot);
        ObjectNode volume = objects.get(ResourceType.PERSISTENT_VOLUME, "", Json.text(claim, "/spec/volumeName"))
                .orElseThrow(() -> new RefusedException(creation("failed to retrieve PV "
                        + Json.text(claim, "/spec/volumeName") + " from the API server: not found")));
        ObjectNode type;
        try {
            type = classes.choose(
                    Json.find(snapshot, "/spec/volumeSnapshotClassName"), Json.text(volume, "/spec/csi/driver"));
        } catch (RefusedException e) {
            throw new RefusedException(
                    Json.find(snapshot, "/spec/volumeSnapshotClassName").isPresent()
                            ? creation(e.getMessage())
                            : "Failed to set default snapshot class with error " + e.getMessage());
        }
        objects.edit(
                ResourceType.PERSISTENT_VOLUME_CLAIM,
                claim,
                changed -> Metadata.of(changed).addFinalizer(SnapshotNames.CLAIM));
        objects.edit(
                ResourceType.VOLUME_SNAPSHOT,
                snapshot,
                changed -> changed.withObjectProperty("spec")
                        .put("volumeSnapshotClassName", Metadata.of(type).name()));
        ObjectNode content = newContent(snapshot, volume, type);
        return objects.create(ResourceType.VOLUME_SNAPSHOT_CONTENT, content)
                .or(() -> objects.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, "", contentName(snapshot)))
                .orElseThrow(() -> new RefusedException(creation("it was deleted at once")));
    }

    private static String creation(String why) {
        return "Failed to create snapshot content with error " + why;
    }

    private ObjectNode boundClaim(ObjectNode snapshot) {
        String name = Json.text(snapshot, "/spec/source/persistentVolumeClaimName");
        String namespace = Metadata.of(snapshot).namespace();
        ObjectNode claim = objects.get(ResourceType.PERSISTENT_VOLUME_CLAIM, namespace, name)
                .orElseThrow(() -> new RefusedException(creation("snapshot controller failed to update "
                        + Metadata.of(snapshot).name() + " on API server: cannot get claim from snapshot")));
        if (!Json.text(claim, "/status/phase").equals("Bound")) {
            throw new RefusedException(
                    creation("the PVC " + name + " is not yet bound to a PV, will not attempt to take a snapshot"));
        }
        return claim;
    }

    private static ObjectNode newContent(ObjectNode snapshot, ObjectNode volume, ObjectNode type) {
        Metadata metadata = Metadata.of(snapshot);
        ObjectNode content =
                Json.object().put("apiVersion", "snapshot.storage.k8s.io/v1").put("kind", "VolumeSnapshotContent");
        Metadata.of(content).addFinalizer(SnapshotNames.CONTENT).node().put("name", contentName(snapshot));
        ObjectNode spec = content.putObject("spec")
                .put("driver", Json.text(volume, "/spec/csi/driver"))
                .put("deletionPolicy", Json.text(type, "/deletionPolicy"))
                .put("volumeSnapshotClassName", Metadata.of(type).name())
                .put("sourceVolumeMode", "Filesystem");
        spec.putObject("source").put("volumeHandle", Json.text(volume, "/spec/csi/volumeHandle"));
        spec.putObject("volumeSnapshotRef")
                .put("apiVersion", "snapshot.storage.k8s.io/v1")
                .put("kind", "VolumeSnapshot")
                .put("namespace", metadata.namespace())
                .put("name", metadata.name())
                .put("uid", metadata.uid())
                .put("resourceVersion", metadata.resourceVersion());
        return content;
    }

    private void report(ObjectNode snapshot, ObjectNode content) {
        ObjectNode bound = bind(snapshot, content);
        objects.edit(ResourceType.VOLUME_SNAPSHOT, snapshot, changed -> copyStatus(changed, bound));
        boolean cut = bound.at("/status/snapshotHandle").isTextual();
        if (cut || bound.at("/status/error").isObject()) {
            deletion.releaseClaim(snapshot);
        }
    }

    /** Completes a content that names the snapshot without its uid; refuses one that names another. */
    private ObjectNode bind(ObjectNode snapshot, ObjectNode content) {
        Metadata metadata = Metadata.of(snapshot);
        String uid = Json.text(content, "/spec/volumeSnapshotRef/uid");
        boolean sameName = snapshotOf(content).anyMatch(ObjectKey.of(snapshot)::equals);
        if (!sameName || !uid.isEmpty() && !uid.equals(metadata.uid())) {
            throw new RefusedException(
                    "VolumeSnapshotContent [" + Metadata.of(content).name() + "] is bound to a different snapshot");
        }
        if (!uid.isEmpty()) {
            return content;
        }
        return objects.edit(ResourceType.VOLUME_SNAPSHOT_CONTENT, content, changed -> {
                    changed.withObjectProperty("spec")
                            .withObjectProperty("volumeSnapshotRef")
                            .put("uid", metadata.uid());
                    Metadata.of(changed).addFinalizer(SnapshotNames.CONTENT);
                })
                .orElseThrow(() -> new RefusedException("VolumeSnapshotContent is missing"));
    }

    /** Times of contents are nanoseconds, those of snapshots whole seconds. */
    static void copyStatus(ObjectNode snapshot, ObjectNode content) {
        ObjectNode status = Json.status(snapshot)
                .put("boundVolumeSnapshotContentName", Metadata.of(content).name())
                .put("readyToUse", content.at("/status/readyToUse").asBoolean(false));
        if (content.at("/status/creationTime").isNumber()) {
            long nanos = content.at("/status/creationTime").asLong();
            status.put("creationTime", Json.time(Instant.ofEpochSecond(0, nanos)));
        }
        if (content.at("/status/restoreSize").isNumber()) {
            status.put(
                    "restoreSize",
                    Long.toString(content.at("/status/restoreSize").asLong()));
        }
        if (content.at("/status/volumeGroupSnapshotHandle").isTextual()) {
            status.put("volumeGroupSnapshotName", groupOf(snapshot));
        }
        if (content.at("/status/error").isObject()) {
            status.set("error", content.at("/status/error").deepCopy());
        } else {
            status.remove("error");
        }
    }

    private static String groupOf(ObjectNode snapshot) {
        return Json.items(snapshot, "/metadata/ownerReferences")
                .filter(owner -> owner.path("kind").asText().equals("VolumeGroupSnapshot"))
                .map(owner -> owner.path("name").asText())
                .findFirst()
                .orElse("");
    }

    private void refuse(ObjectNode snapshot, String message) {
        boolean said = Json.text(snapshot, "/status/error/message").equals(message);
        if (!said) {
            objects.edit(ResourceType.VOLUME_SNAPSHOT, snapshot, changed -> {
                ObjectNode status = Json.status(changed).put("readyToUse", false);
                status.putObject("error").put("message", message).put("time", objects.now());
            });
        }
        objects.event(
                snapshot,
                EventType.WARNING,
                message.contains("default snapshot class")
                        ? "SetDefaultSnapshotClassFailed"
                        : message.contains("bound to a different")
                                ? "SnapshotContentMisbound"
                                : message.endsWith("is missing")
                                        ? "SnapshotContentMissing"
                                        : "SnapshotContentCreationFailed",
                message);
        controller.queue().addLater(ObjectKey.of(snapshot), retries.failed(ObjectKey.of(snapshot)));
    }

    @Override
    public void close() {
        controller.close();
    }
}
