package io.jenkins.plugins.consistentbackup.embedded.controller.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects.EventType;
import io.jenkins.plugins.consistentbackup.embedded.controller.Controller;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.LabelMatch;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.RetryTimes;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The snapshot-controller's part for groups: makes a content for each VolumeGroupSnapshot from the claims that its
 * selector finds then, and members when the content has been cut.
 */
public final class GroupController implements AutoCloseable {
    private final ClusterObjects objects;
    private final Controller controller;
    private final RetryTimes retries;
    private final RequestRate rate;
    private final SnapshotClasses classes;
    private final GroupMembers members;

    public GroupController(ClusterObjects clusterObjects, Workers workers, RequestRate rate) {
        this.objects = clusterObjects.as("snapshot-controller");
        this.controller = new Controller("group snapshots", objects, workers, this::step);
        this.retries = new RetryTimes(objects.clock());
        this.rate = rate;
        this.classes = new SnapshotClasses(
                objects, ResourceType.VOLUME_GROUP_SNAPSHOT_CLASS, SnapshotNames.DEFAULT_GROUP_CLASS);
        this.members = new GroupMembers(objects);
    }

    public void start() {
        controller
                .follow(ResourceType.VOLUME_GROUP_SNAPSHOT)
                .follow(
                        ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT,
                        content -> Stream.of(new ObjectKey(
                                Json.text(content, "/spec/volumeGroupSnapshotRef/namespace"),
                                Json.text(content, "/spec/volumeGroupSnapshotRef/name"))));
    }

    private static String contentName(ObjectNode group) {
        return "groupsnapcontent-" + Metadata.of(group).uid();
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> found = objects.get(ResourceType.VOLUME_GROUP_SNAPSHOT, key);
        if (found.isEmpty()) {
            retries.succeeded(key);
            return;
        }
        ObjectNode group = found.get();
        Optional<ObjectNode> content = objects.get(ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT, "", contentName(group));
        Optional<Duration> wait = retries.untilNext(key);
        if (Metadata.of(group).isBeingDeleted()) {
            delete(group, content);
        } else if (content.isPresent()) {
            report(group, content.get());
        } else if (wait.isPresent()) {
            controller.queue().addLater(key, wait.get());
        } else if (rate.admits(key, 3, controller.queue())) {
            begin(group);
        }
    }

    private void begin(ObjectNode group) {
        try {
            create(group);
            retries.succeeded(ObjectKey.of(group));
        } catch (RefusedException e) {
            String message = "failed to create group snapshot content with error " + e.getMessage();
            objects.edit(ResourceType.VOLUME_GROUP_SNAPSHOT, group, changed -> {
                ObjectNode status = Json.status(changed).put("readyToUse", false);
                if (!Json.text(status, "/error/message").equals(message)) {
                    status.putObject("error").put("message", message).put("time", objects.now());
                }
            });
            objects.event(group, EventType.WARNING, "GroupSnapshotContentCreationFailed", message);
            controller.queue().addLater(ObjectKey.of(group), retries.failed(ObjectKey.of(group)));
        }
    }

    private void create(ObjectNode group) {
        objects.edit(
                ResourceType.VOLUME_GROUP_SNAPSHOT,
                group,
                changed -> Metadata.of(changed).addFinalizer(SnapshotNames.GROUP_BOUND));
        if (Json.find(group, "/status/boundVolumeGroupSnapshotContentName").isPresent()) {
            throw new RefusedException("VolumeGroupSnapshotContent is missing");
        }
        if (!group.at("/spec/source/selector").isObject()) {
            throw new RefusedException("the embedded cluster models group snapshots of a selector only");
        }
        List<ObjectNode> volumes = volumes(group);
        String driver = Json.text(volumes.get(0), "/spec/csi/driver");
        if (!volumes.stream()
                .allMatch(volume -> Json.text(volume, "/spec/csi/driver").equals(driver))) {
            throw new RefusedException("not all volumes are of driver " + driver);
        }
        ObjectNode type = classes.choose(Json.find(group, "/spec/volumeGroupSnapshotClassName"), driver);
        objects.edit(
                ResourceType.VOLUME_GROUP_SNAPSHOT,
                group,
                changed -> changed.withObjectProperty("spec")
                        .put("volumeGroupSnapshotClassName", Metadata.of(type).name()));
        objects.create(ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT, newContent(group, volumes, type));
    }

    private List<ObjectNode> volumes(ObjectNode group) {
        List<ObjectNode> claims =
                objects
                        .list(
                                ResourceType.PERSISTENT_VOLUME_CLAIM,
                                Metadata.of(group).namespace())
                        .stream()
                        .filter(claim -> LabelMatch.matches(group.at("/spec/source/selector"), claim))
                        .toList();
        if (claims.isEmpty()) {
            throw new RefusedException("no PVCs found for the label selector of group snapshot "
                    + Metadata.of(group).name());
        }
        List<ObjectNode> volumes = new ArrayList<>();
        for (ObjectNode claim : claims) {
            if (!Json.text(claim, "/status/phase").equals("Bound")) {
                throw new RefusedException("the PVC " + Metadata.of(claim).name()
                        + " is not yet bound to a PV, will not attempt to take a group snapshot");
            }
            volumes.add(objects.get(ResourceType.PERSISTENT_VOLUME, "", Json.text(claim, "/spec/volumeName"))
                    .orElseThrow(() ->
                            new RefusedException("PV of " + Metadata.of(claim).name() + " not found")));
        }
        return volumes;
    }

    private static ObjectNode newContent(ObjectNode group, List<ObjectNode> volumes, ObjectNode type) {
        Metadata metadata = Metadata.of(group);
        ObjectNode content = Json.object()
                .put("apiVersion", "groupsnapshot.storage.k8s.io/v1")
                .put("kind", "VolumeGroupSnapshotContent");
        Metadata.of(content).addFinalizer(SnapshotNames.GROUP_CONTENT).node().put("name", contentName(group));
        ObjectNode spec = content.putObject("spec")
                .put("driver", Json.text(type, "/driver"))
                .put("deletionPolicy", Json.text(type, "/deletionPolicy"))
                .put("volumeGroupSnapshotClassName", Metadata.of(type).name());
        volumes.forEach(volume -> spec.withObjectProperty("source")
                .withArrayProperty("volumeHandles")
                .add(Json.text(volume, "/spec/csi/volumeHandle")));
        spec.putObject("volumeGroupSnapshotRef")
                .put("apiVersion", "groupsnapshot.storage.k8s.io/v1")
                .put("kind", "VolumeGroupSnapshot")
                .put("namespace", metadata.namespace())
                .put("name", metadata.name())
                .put("uid", metadata.uid());
        return content;
    }

    private void report(ObjectNode group, ObjectNode content) {
        if (content.at("/status/volumeSnapshotInfoList").isArray()) {
            members.create(group, content);
        }
        objects.edit(ResourceType.VOLUME_GROUP_SNAPSHOT, group, changed -> {
            ObjectNode status = Json.status(changed)
                    .put(
                            "boundVolumeGroupSnapshotContentName",
                            Metadata.of(content).name())
                    .put("readyToUse", content.at("/status/readyToUse").asBoolean(false));
            Json.find(content, "/status/creationTime")
                    .ifPresent(time -> status.put("creationTime", Json.time(Instant.parse(time))));
            if (content.at("/status/error").isObject()) {
                status.set("error", content.at("/status/error").deepCopy());
            } else {
                status.remove("error");
            }
        });
    }

    private void delete(ObjectNode group, Optional<ObjectNode> content) {
        if (members.areBeingRestored(group)) {
            objects.event(
                    group,
                    EventType.WARNING,
                    "GroupSnapshotDeletePending",
                    "An individual snapshot is being used to restore a PVC");
            return;
        }
        content.ifPresent(found -> objects.edit(
                ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT,
                found,
                changed -> Metadata.of(changed).putAnnotation(SnapshotNames.GROUP_BEING_DELETED, "yes")));
        boolean deletes = content.filter(
                        found -> Json.text(found, "/spec/deletionPolicy").equals("Delete"))
                .isPresent();
        if (deletes) {
            objects.delete(ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT, content.get());
        }
        objects.edit(
                ResourceType.VOLUME_GROUP_SNAPSHOT,
                group,
                changed -> Metadata.of(changed).removeFinalizer(SnapshotNames.GROUP_BOUND));
    }

    @Override
    public void close() {
        controller.close();
    }
}
