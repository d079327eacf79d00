package io.jenkins.plugins.consistentbackup.embedded.controller.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The VolumeSnapshots of a group, one for each volume that was cut. They have names that nobody can guess without the
 * group's uid and the volume's handle, no labels, and the group as their owner (createSnapshotsForGroupSnapshotContent
 * in pkg/common-controller of external-snapshotter).
 */
final class GroupMembers {
    private final ClusterObjects objects;

    GroupMembers(ClusterObjects objects) {
        this.objects = objects;
    }

    void create(ObjectNode group, ObjectNode content) {
        Json.items(content, "/status/volumeSnapshotInfoList").forEach(info -> create(group, content, info));
    }

    private void create(ObjectNode group, ObjectNode groupContent, JsonNode info) {
        String hash = hash(Metadata.of(group).uid() + info.path("volumeHandle").asText());
        String namespace = Metadata.of(group).namespace();
        String name = "snapshot-" + hash;
        Optional<ObjectNode> present = objects.get(ResourceType.VOLUME_SNAPSHOT, namespace, name);
        if (present.isEmpty()) {
            ObjectNode content = content(groupContent, namespace, name, info);
            objects.create(ResourceType.VOLUME_SNAPSHOT_CONTENT, content);
            objects.create(ResourceType.VOLUME_SNAPSHOT, member(group, name, claimOf(info)))
                    .ifPresent(
                            created -> bind(group, created, Metadata.of(content).name(), groupContent, info));
        } else {
            objects.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, "", "snapcontent-" + hash)
                    .ifPresent(found -> objects.edit(
                            ResourceType.VOLUME_SNAPSHOT_CONTENT,
                            found,
                            changed -> copyStatus(changed, groupContent, info)));
        }
    }

    private String claimOf(JsonNode info) {
        return objects.listAll(ResourceType.PERSISTENT_VOLUME).stream()
                .filter(volume -> Json.text(volume, "/spec/csi/volumeHandle")
                        .equals(info.path("volumeHandle").asText()))
                .map(volume -> Json.text(volume, "/spec/claimRef/name"))
                .findFirst()
                .orElse("");
    }

    private static ObjectNode content(ObjectNode groupContent, String namespace, String name, JsonNode info) {
        ObjectNode content =
                Json.object().put("apiVersion", "snapshot.storage.k8s.io/v1").put("kind", "VolumeSnapshotContent");
        Metadata.of(content)
                .addFinalizer(SnapshotNames.CONTENT)
                .node()
                .put("name", name.replaceFirst("^snapshot-", "snapcontent-"));
        ObjectNode spec = content.putObject("spec")
                .put("driver", Json.text(groupContent, "/spec/driver"))
                .put("deletionPolicy", Json.text(groupContent, "/spec/deletionPolicy"))
                .put("sourceVolumeMode", "Filesystem");
        spec.putObject("source")
                .put("snapshotHandle", info.path("snapshotHandle").asText());
        spec.putObject("volumeSnapshotRef")
                .put("apiVersion", "snapshot.storage.k8s.io/v1")
                .put("kind", "VolumeSnapshot")
                .put("namespace", namespace)
                .put("name", name);
        return content;
    }

    private static ObjectNode member(ObjectNode group, String name, String claim) {
        ObjectNode snapshot =
                Json.object().put("apiVersion", "snapshot.storage.k8s.io/v1").put("kind", "VolumeSnapshot");
        Metadata.of(snapshot)
                .addFinalizer(SnapshotNames.IN_GROUP)
                .addOwner(group, false)
                .node()
                .put("namespace", Metadata.of(group).namespace())
                .put("name", name);
        snapshot.putObject("spec").putObject("source").put("persistentVolumeClaimName", claim);
        return snapshot;
    }

    private void bind(ObjectNode group, ObjectNode member, String contentName, ObjectNode groupContent, JsonNode info) {
        objects.get(ResourceType.VOLUME_SNAPSHOT_CONTENT, "", contentName)
                .ifPresent(content -> objects.edit(ResourceType.VOLUME_SNAPSHOT_CONTENT, content, changed -> {
                    changed.withObjectProperty("spec")
                            .withObjectProperty("volumeSnapshotRef")
                            .put("uid", Metadata.of(member).uid());
                    copyStatus(changed, groupContent, info);
                }));
        objects.edit(
                ResourceType.VOLUME_SNAPSHOT,
                member,
                changed -> Json.status(changed)
                        .put("boundVolumeSnapshotContentName", contentName)
                        .put("volumeGroupSnapshotName", Metadata.of(group).name()));
    }

    private static void copyStatus(ObjectNode content, ObjectNode groupContent, JsonNode info) {
        Json.status(content)
                .put("snapshotHandle", info.path("snapshotHandle").asText())
                .put("volumeGroupSnapshotHandle", Json.text(groupContent, "/status/volumeGroupSnapshotHandle"))
                .put("creationTime", info.path("creationTime").asLong())
                .put("restoreSize", info.path("restoreSize").asLong())
                .put("readyToUse", info.path("readyToUse").asBoolean(false));
    }

    /** Whether a claim that has no volume yet asks for the data of a member. */
    boolean areBeingRestored(ObjectNode group) {
        var names = objects
                .list(ResourceType.VOLUME_SNAPSHOT, Metadata.of(group).namespace())
                .stream()
                .filter(snapshot ->
                        Metadata.of(snapshot).isOwnedBy(Metadata.of(group).uid()))
                .map(snapshot -> Metadata.of(snapshot).name())
                .collect(Collectors.toSet());
        return objects
                .list(ResourceType.PERSISTENT_VOLUME_CLAIM, Metadata.of(group).namespace())
                .stream()
                .filter(claim -> Json.text(claim, "/status/phase").equals("Pending"))
                .anyMatch(claim -> names.contains(Json.text(claim, "/spec/dataSource/name"))
                        || names.contains(Json.text(claim, "/spec/dataSourceRef/name")));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
