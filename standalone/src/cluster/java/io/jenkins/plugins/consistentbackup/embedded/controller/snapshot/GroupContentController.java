package io.jenkins.plugins.consistentbackup.embedded.controller.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import io.jenkins.plugins.consistentbackup.embedded.storage.Snapshot;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.embedded.storage.VolumeDriver;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The sidecar's part for groups: has all volumes of a content cut by one request to the driver. */
public final class GroupContentController implements AutoCloseable {
    private final ClusterObjects objects;
    private final Storage storage;
    private final Controller controller;
    private final RetryTimes retries;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    public GroupContentController(ClusterObjects clusterObjects, Workers workers, Storage storage) {
        this.objects = clusterObjects.as("csi-snapshotter");
        this.storage = storage;
        this.controller = new Controller("group snapshot contents", objects, workers, this::step);
        this.retries = new RetryTimes(objects.clock());
    }

    public void start() {
        controller.follow(ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT);
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> content = objects.get(ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT, key);
        Optional<VolumeDriver> driver = content.flatMap(found -> storage.driver(Json.text(found, "/spec/driver")));
        Optional<Duration> wait = retries.untilNext(key);
        if (content.isEmpty()) {
            retries.succeeded(key);
        } else if (driver.isEmpty()) {
            return;
        } else if (Metadata.of(content.get()).isBeingDeleted()) {
            delete(content.get(), driver.get());
        } else if (Json.find(content.get(), "/status/volumeGroupSnapshotHandle").isPresent()) {
            checkReady(content.get(), driver.get());
        } else if (wait.isPresent()) {
            controller.queue().addLater(key, wait.get());
        } else {
            cut(content.get(), driver.get());
        }
    }

    private void cut(ObjectNode content, VolumeDriver driver) {
        String uid = Metadata.of(content).uid();
        if (!running.add(uid)) {
            return;
        }
        ObjectKey key = ObjectKey.of(content);
        String request = "groupsnapshot-" + Json.text(content, "/spec/volumeGroupSnapshotRef/uid");
        List<String> handles = Json.items(content, "/spec/source/volumeHandles")
                .map(JsonNode::asText)
                .toList();
        driver.createGroupSnapshot(request, handles).whenComplete((cuts, failure) -> {
            if (failure == null) {
                retries.succeeded(key);
                report(content, request, cuts);
            } else {
                failed(content, failure);
            }
            running.remove(uid);
            controller.queue().add(key);
        });
    }

    private void report(ObjectNode content, String handle, List<Snapshot> cuts) {
        objects.edit(ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT, content, changed -> {
            ObjectNode status = Json.status(changed)
                    .put("volumeGroupSnapshotHandle", handle)
                    .put(
                            "creationTime",
                            Json.time(cuts.stream()
                                    .map(Snapshot::creationTime)
                                    .min(Comparator.naturalOrder())
                                    .orElseThrow()))
                    .put("readyToUse", cuts.stream().allMatch(cut -> cut.ready().isDone()));
            status.remove("error");
            ArrayNode list = status.putArray("volumeSnapshotInfoList");
            cuts.forEach(cut -> list.addObject()
                    .put("volumeHandle", cut.volume())
                    .put("snapshotHandle", cut.handle())
                    .put(
                            "creationTime",
                            TimeUnit.SECONDS.toNanos(cut.creationTime().getEpochSecond())
                                    + cut.creationTime().getNano())
                    .put("restoreSize", cut.restoreSize())
                    .put("readyToUse", cut.ready().isDone()));
        });
        CompletableFuture<?>[] unready = cuts.stream()
                .map(Snapshot::ready)
                .filter(ready -> !ready.isDone())
                .toArray(CompletableFuture[]::new);
        if (unready.length > 0) {
            CompletableFuture.allOf(unready).thenRun(() -> controller.queue().add(ObjectKey.of(content)));
        }
    }

    private void checkReady(ObjectNode content, VolumeDriver driver) {
        List<Snapshot> cuts = Json.items(content, "/status/volumeSnapshotInfoList")
                .flatMap(info -> driver.snapshot(info.path("snapshotHandle").asText()).stream())
                .toList();
        boolean ready =
                !cuts.isEmpty() && cuts.stream().allMatch(cut -> cut.ready().isDone());
        if (ready && !content.at("/status/readyToUse").asBoolean(false)) {
            report(content, Json.text(content, "/status/volumeGroupSnapshotHandle"), cuts);
        }
    }

    private void failed(ObjectNode content, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String message = "Failed to create group snapshot: " + cause.getMessage();
        objects.edit(
                ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT,
                content,
                changed -> Json.status(changed)
                        .put("readyToUse", false)
                        .putObject("error")
                        .put("message", message)
                        .put("time", objects.now()));
        objects.event(content, EventType.WARNING, "GroupSnapshotCreationFailed", message);
        retries.failed(ObjectKey.of(content));
    }

    /**
     * As shouldDelete of the sidecar: not while it is being cut, nor while a group is bound to it. What was cut goes too,
     * also where the group was deleted before it had members.
     */
    private void delete(ObjectNode content, VolumeDriver driver) {
        Metadata metadata = Metadata.of(content);
        boolean unbound = Json.text(content, "/spec/volumeGroupSnapshotRef/uid").isEmpty();
        boolean givenUp = metadata.annotation(SnapshotNames.GROUP_BEING_DELETED).isPresent();
        if (running.contains(metadata.uid()) || !unbound && !givenUp) {
            return;
        }
        CompletableFuture<?>[] deletions =
                Json.text(content, "/spec/deletionPolicy").equals("Delete")
                        ? Json.items(content, "/status/volumeSnapshotInfoList")
                                .map(info -> driver.deleteSnapshot(
                                        info.path("snapshotHandle").asText()))
                                .toArray(CompletableFuture[]::new)
                        : new CompletableFuture<?>[0];
        CompletableFuture.allOf(deletions).whenComplete((done, failure) -> {
            if (failure == null) {
                letGo(content);
            } else {
                objects.event(
                        content, EventType.WARNING, "GroupSnapshotDeleteError", "Failed to delete group snapshot");
                controller.queue().addLater(ObjectKey.of(content), retries.failed(ObjectKey.of(content)));
            }
        });
    }

    private void letGo(ObjectNode content) {
        objects.edit(
                ResourceType.VOLUME_GROUP_SNAPSHOT_CONTENT,
                content,
                changed -> Metadata.of(changed).removeFinalizer(SnapshotNames.GROUP_CONTENT));
    }

    @Override
    public void close() {
        controller.close();
    }
}
