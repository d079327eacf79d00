package io.jenkins.plugins.consistentbackup.embedded.controller.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects.EventType;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import java.util.Optional;
import java.util.function.Predicate;

/** What becomes of a VolumeSnapshot that is deleted, and of the claim whose snapshot is done. */
final class SnapshotDeletion {
    private final ClusterObjects objects;

    SnapshotDeletion(ClusterObjects objects) {
        this.objects = objects;
    }

    /** Makes the next step: nothing uses it, its group is gone, its content is gone or kept, its finalizers go. */
    void step(ObjectNode snapshot) {
        releaseClaim(snapshot);
        if (isBeingRestored(snapshot)) {
            objects.event(
                    snapshot, EventType.WARNING, "SnapshotDeletePending", "Snapshot is being used to restore a PVC");
            return;
        }
        Optional<String> group = Json.find(snapshot, "/status/volumeGroupSnapshotName")
                .filter(name -> objects.get(
                                ResourceType.VOLUME_GROUP_SNAPSHOT,
                                Metadata.of(snapshot).namespace(),
                                name)
                        .isPresent());
        if (group.isPresent()) {
            objects.event(
                    snapshot,
                    EventType.WARNING,
                    "SnapshotDeletePending",
                    "deletion of the individual volume snapshot "
                            + Metadata.of(snapshot).name()
                            + " is not allowed as it belongs to group snapshot " + group.get()
                            + ". Deleting the group snapshot will trigger the deletion of all the individual volume"
                            + " snapshots that are part of the group.");
            return;
        }
        Optional<ObjectNode> content = ownContent(snapshot);
        content.ifPresent(this::giveUp);
        if (content.filter(kept -> Json.text(kept, "/spec/deletionPolicy").equals("Delete"))
                .isEmpty()) {
            objects.edit(
                    ResourceType.VOLUME_SNAPSHOT,
                    snapshot,
                    changed -> Metadata.of(changed)
                            .removeFinalizer(SnapshotNames.AS_SOURCE)
                            .removeFinalizer(SnapshotNames.BOUND)
                            .removeFinalizer(SnapshotNames.IN_GROUP));
        }
    }

    /** The content bound to this snapshot and no other one; looked for by name even if the status names none yet. */
    private Optional<ObjectNode> ownContent(ObjectNode snapshot) {
        String name = Json.find(snapshot, "/status/boundVolumeSnapshotContentName")
                .or(() -> Json.find(snapshot, "/spec/source/volumeSnapshotContentName"))
                .orElse("snapcontent-" + Metadata.of(snapshot).uid());
        return objects.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, "", name)
                .filter(content -> Json.text(content, "/spec/volumeSnapshotRef/uid")
                        .equals(Metadata.of(snapshot).uid()));
    }

    private void giveUp(ObjectNode content) {
        objects.edit(
                ResourceType.VOLUME_SNAPSHOT_CONTENT,
                content,
                changed -> Metadata.of(changed).putAnnotation(SnapshotNames.BEING_DELETED, "yes"));
        if (Json.text(content, "/spec/deletionPolicy").equals("Delete")
                && !Metadata.of(content).isBeingDeleted()) {
            objects.delete(ResourceType.VOLUME_SNAPSHOT_CONTENT, content);
        }
    }

    private boolean isBeingRestored(ObjectNode snapshot) {
        String name = Metadata.of(snapshot).name();
        return objects
                .list(
                        ResourceType.PERSISTENT_VOLUME_CLAIM,
                        Metadata.of(snapshot).namespace())
                .stream()
                .filter(claim -> Json.text(claim, "/status/phase").equals("Pending"))
                .anyMatch(claim -> isSource(claim, "dataSource", name) || isSource(claim, "dataSourceRef", name));
    }

    private static boolean isSource(ObjectNode claim, String field, String snapshot) {
        return Json.text(claim, "/spec/" + field + "/kind").equals("VolumeSnapshot")
                && Json.text(claim, "/spec/" + field + "/name").equals(snapshot);
    }

    /** Takes the protection from a claim when no other snapshot of it is still to be cut. */
    void releaseClaim(ObjectNode snapshot) {
        String claimName = Json.text(snapshot, "/spec/source/persistentVolumeClaimName");
        String namespace = Metadata.of(snapshot).namespace();
        Optional<ObjectNode> claim = objects.get(ResourceType.PERSISTENT_VOLUME_CLAIM, namespace, claimName)
                .filter(found -> Metadata.of(found).finalizers().contains(SnapshotNames.CLAIM));
        if (claim.isEmpty()) {
            return;
        }
        Predicate<ObjectNode> unfinished = other -> Json.text(other, "/spec/source/persistentVolumeClaimName")
                        .equals(claimName)
                && !Metadata.of(other).uid().equals(Metadata.of(snapshot).uid())
                && !Metadata.of(other).isBeingDeleted()
                && Json.text(other, "/status/creationTime").isEmpty()
                && Json.text(other, "/status/error/message").isEmpty();
        if (objects.keys(ResourceType.VOLUME_SNAPSHOT, namespace, unfinished).isEmpty()) {
            objects.edit(
                    ResourceType.PERSISTENT_VOLUME_CLAIM,
                    claim.get(),
                    changed -> Metadata.of(changed).removeFinalizer(SnapshotNames.CLAIM));
        }
    }
}
