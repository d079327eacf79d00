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
import io.jenkins.plugins.consistentbackup.embedded.storage.Snapshot;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.embedded.storage.VolumeDriver;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The csi-snapshotter sidecar of all drivers: has contents cut, tells when they are ready, and deletes what is to be
 * deleted (pkg/sidecar-controller of external-snapshotter).
 */
public final class ContentController implements AutoCloseable {
    private final ClusterObjects objects;
    private final Storage storage;
    private final Controller controller;
    private final RetryTimes retries;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    public ContentController(ClusterObjects clusterObjects, Workers workers, Storage storage) {
        this.objects = clusterObjects.as("csi-snapshotter");
        this.storage = storage;
        this.controller = new Controller("snapshot contents", objects, workers, this::step);
        this.retries = new RetryTimes(objects.clock());
    }

    public void start() {
        controller.follow(ResourceType.VOLUME_SNAPSHOT_CONTENT);
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> found = objects.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, key);
        Optional<VolumeDriver> driver = found.flatMap(content -> storage.driver(Json.text(content, "/spec/driver")));
        if (found.isEmpty()) {
            retries.succeeded(key);
        } else if (driver.isPresent()) {
            step(key, found.get(), driver.get());
        }
    }

    private void step(ObjectKey key, ObjectNode content, VolumeDriver driver) {
        if (Metadata.of(content).isBeingDeleted()) {
            delete(content, driver);
            return;
        }
        Optional<String> handle = Json.find(content, "/status/snapshotHandle");
        if (handle.isPresent()) {
            driver.snapshot(handle.get()).ifPresent(cut -> checkReady(content, cut));
            return;
        }
        Optional<Duration> wait = retries.untilNext(key);
        if (wait.isPresent()) {
            controller.queue().addLater(key, wait.get());
        } else if (Json.find(content, "/spec/source/snapshotHandle").isPresent()) {
            adopt(content, driver);
        } else {
            cut(content, driver);
        }
    }

    /** A content for a snapshot that the storage has already. */
    private void adopt(ObjectNode content, VolumeDriver driver) {
        String handle = Json.text(content, "/spec/source/snapshotHandle");
        Optional<Snapshot> known = driver.snapshot(handle);
        if (known.isPresent()) {
            report(content, known.get());
        } else {
            failed(
                    content,
                    "failed to list snapshot for content "
                            + Metadata.of(content).name() + ": \"rpc error: code = NotFound desc = snapshot " + handle
                            + " does not exist\"");
        }
    }

    private void cut(ObjectNode content, VolumeDriver driver) {
        String uid = Metadata.of(content).uid();
        String volume = Json.text(content, "/spec/source/volumeHandle");
        if (!running.add(uid)) {
            return;
        }
        objects.edit(
                ResourceType.VOLUME_SNAPSHOT_CONTENT,
                content,
                changed -> Metadata.of(changed).putAnnotation(SnapshotNames.BEING_CREATED, "yes"));
        String request = "snapshot-" + Json.text(content, "/spec/volumeSnapshotRef/uid");
        driver.createSnapshot(request, volume).whenComplete((cut, failure) -> {
            if (failure == null) {
                retries.succeeded(ObjectKey.of(content));
                report(content, cut);
                misbind(content, driver);
            } else {
                failed(content, "failed to take snapshot of the volume " + volume + ": \"" + message(failure) + "\"");
            }
            running.remove(uid);
            controller.queue().add(ObjectKey.of(content));
        });
    }

    private static String message(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause().getMessage() : failure.getMessage();
    }

    private void report(ObjectNode content, Snapshot cut) {
        objects.edit(ResourceType.VOLUME_SNAPSHOT_CONTENT, content, changed -> {
            Metadata.of(changed).node().withObjectProperty("annotations").remove(SnapshotNames.BEING_CREATED);
            ObjectNode status = Json.status(changed)
                    .put("snapshotHandle", cut.handle())
                    .put(
                            "creationTime",
                            TimeUnit.SECONDS.toNanos(cut.creationTime().getEpochSecond())
                                    + cut.creationTime().getNano())
                    .put("restoreSize", cut.restoreSize())
                    .put("readyToUse", cut.ready().isDone());
            status.remove("error");
        });
        if (!cut.ready().isDone()) {
            cut.ready().thenRun(() -> controller.queue().add(ObjectKey.of(content)));
        }
    }

    private void misbind(ObjectNode content, VolumeDriver driver) {
        if (driver.bindsWrongly(Json.text(content, "/spec/source/volumeHandle"))) {
            objects.edit(
                    ResourceType.VOLUME_SNAPSHOT_CONTENT,
                    content,
                    changed -> changed.withObjectProperty("spec")
                            .withObjectProperty("volumeSnapshotRef")
                            .put("uid", UUID.randomUUID().toString()));
        }
    }

    private void checkReady(ObjectNode content, Snapshot cut) {
        if (cut.ready().isDone() && !content.at("/status/readyToUse").asBoolean(false)) {
            report(content, cut);
        }
    }

    private void failed(ObjectNode content, String why) {
        String message = "Failed to check and update snapshot content: " + why;
        // An error that is final for the storage: nothing is being created any more.
        objects.edit(ResourceType.VOLUME_SNAPSHOT_CONTENT, content, changed -> {
            Metadata.of(changed).node().withObjectProperty("annotations").remove(SnapshotNames.BEING_CREATED);
            ObjectNode status = Json.status(changed).put("readyToUse", false);
            status.putObject("error").put("message", message).put("time", objects.now());
        });
        objects.event(content, EventType.WARNING, "SnapshotContentCheckandUpdateFailed", message);
        controller.queue().addLater(ObjectKey.of(content), retries.failed(ObjectKey.of(content)));
    }

    /** As shouldDelete of the sidecar: not while it is being cut, nor while a snapshot is bound to it. */
    private void delete(ObjectNode content, VolumeDriver driver) {
        Metadata metadata = Metadata.of(content);
        boolean unbound = Json.text(content, "/spec/volumeSnapshotRef/uid").isEmpty();
        boolean givenUp = metadata.annotation(SnapshotNames.BEING_DELETED).isPresent();
        boolean beingCut = metadata.annotation(SnapshotNames.BEING_CREATED).isPresent();
        if (beingCut || !unbound && !givenUp) {
            return;
        }
        Optional<String> handle = Json.find(content, "/status/snapshotHandle")
                .or(() -> Json.find(content, "/spec/source/snapshotHandle"));
        if (handle.isEmpty() || !Json.text(content, "/spec/deletionPolicy").equals("Delete")) {
            letGo(content);
            return;
        }
        driver.deleteSnapshot(handle.get()).whenComplete((done, failure) -> {
            if (failure == null) {
                letGo(content);
            } else {
                objects.event(content, EventType.WARNING, "SnapshotDeleteError", "Failed to delete snapshot");
                controller.queue().addLater(ObjectKey.of(content), retries.failed(ObjectKey.of(content)));
            }
        });
    }

    private void letGo(ObjectNode content) {
        objects.edit(
                ResourceType.VOLUME_SNAPSHOT_CONTENT,
                content,
                changed -> Metadata.of(changed).removeFinalizer(SnapshotNames.CONTENT));
    }

    @Override
    public void close() {
        controller.close();
    }
}
