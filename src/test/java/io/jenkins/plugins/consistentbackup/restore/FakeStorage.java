package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fake cluster's storage: provisions, binds, releases and reclaims volumes, and cuts snapshots. Each volume and each
 * snapshot has a text for its data, so that a test can tell where which data is.
 */
final class FakeStorage {
    private final FakeObjects objects;
    /** Volumes that are to go stay for the time being. */
    boolean deletesLate;
    /** Snapshots report an error, and are tried again later. */
    boolean failsToCut;

    /** What is on each volume, by name; volumes that are gone are not in it. */
    final Map<String, String> volumes = new HashMap<>();
    /** What is in each snapshot, by the storage's handle. */
    final Map<String, String> handles = new HashMap<>();

    FakeStorage(final FakeObjects objects) {
        this.objects = objects;
    }

    /** The data of a claim, or null when it is not bound. */
    String dataOf(final String namespace, final String claim) {
        ObjectNode found = objects.find(Kind.CLAIMS, namespace, claim);
        return found == null ? null : volumes.get(found.at("/spec/volumeName").asText());
    }

    /** Everything that holds data: volumes, and snapshots that still exist. */
    List<String> copies() {
        List<String> copies = new ArrayList<>(volumes.values());
        for (ObjectNode snapshot : objects.all(Kind.SNAPSHOTS).values()) {
            String data = handles.get(handle(snapshot));
            if (data != null && snapshot.at("/status/readyToUse").asBoolean()) {
                copies.add(data);
            }
        }
        return copies;
    }

    /** Volumes that the next claim of a certain name gets. */
    List<ObjectNode> free() {
        return objects.in(Kind.VOLUMES, null).stream()
                .filter(volume -> volume.at("/spec/claimRef/uid").asText("").isEmpty())
                .toList();
    }

    /** Brings volumes, snapshots and claims on; whether anything changed. */
    boolean reconcile() {
        boolean changed = false;
        for (ObjectNode volume : objects.in(Kind.VOLUMES, null)) {
            changed |= volume(volume);
        }
        for (ObjectNode snapshot : objects.in(Kind.SNAPSHOTS, null)) {
            changed |= snapshot(snapshot);
        }
        for (ObjectNode claim : objects.in(Kind.CLAIMS, null)) {
            changed |= claim(claim);
        }
        return changed;
    }

    /** What the deletion of a snapshot object does to what it points at: its content's policy says whether that goes. */
    void deleted(final ObjectNode snapshot) {
        String content = snapshot.at("/spec/source/volumeSnapshotContentName").asText("");
        ObjectNode found = objects.find(Kind.SNAPSHOT_CONTENTS, null, content);
        if (content.isEmpty()
                || found != null
                        && "Delete".equals(found.at("/spec/deletionPolicy").asText())) {
            handles.remove(handle(snapshot));
        }
    }

    private boolean volume(final ObjectNode volume) {
        JsonNode ref = volume.at("/spec/claimRef");
        String before = volume.at("/status/phase").asText();
        ObjectNode claim = objects.find(
                Kind.CLAIMS, ref.path("namespace").asText(), ref.path("name").asText());
        boolean bound = claim != null && claim.at("/metadata/uid").equals(ref.path("uid"));
        String phase = bound ? "Bound" : ref.has("uid") ? "Released" : "Available";
        volume.withObject("/status").put("phase", phase);
        if (!deletesLate
                && phase.equals("Released")
                && "Delete"
                        .equals(volume.at("/spec/persistentVolumeReclaimPolicy").asText())) {
            objects.remove(Kind.VOLUMES, volume);
            volumes.remove(name(volume));
            return true;
        }
        return !phase.equals(before);
    }

    private boolean claim(final ObjectNode claim) {
        if (isBound(claim)) {
            if (objects.find(Kind.VOLUMES, null, claim.at("/spec/volumeName").asText()) == null) {
                claim.withObject("/status").put("phase", "Lost");
            }
            return false;
        }
        if ("Lost".equals(claim.at("/status/phase").asText())) {
            return false;
        }
        String wanted = claim.at("/spec/volumeName").asText("");
        if (!wanted.isEmpty()) {
            ObjectNode volume = objects.find(Kind.VOLUMES, null, wanted);
            return volume != null && isFreeFor(claim, volume) && bind(claim, volume);
        }
        Optional<ObjectNode> free =
                free().stream().filter(volume -> isFreeFor(claim, volume)).findFirst();
        if (free.isPresent()) { // Whatever the claim is to be filled from.
            return bind(claim, free.get());
        }
        boolean waits = "late".equals(claim.at("/spec/storageClassName").asText());
        return (!waits || !FakePods.usersOf(objects, claim).isEmpty()) && provision(claim);
    }

    private static boolean isFreeFor(final ObjectNode claim, final ObjectNode volume) {
        JsonNode ref = volume.at("/spec/claimRef");
        return ref.path("name").equals(claim.at("/metadata/name"))
                && ref.path("namespace").equals(claim.at("/metadata/namespace"))
                && ref.path("uid").asText("").isEmpty();
    }

    private boolean provision(final ObjectNode claim) {
        String source = claim.at("/spec/dataSource/name").asText("");
        ObjectNode snapshot =
                objects.find(Kind.SNAPSHOTS, claim.at("/metadata/namespace").asText(), source);
        if (source.isEmpty()) {
            return provision(claim, "empty");
        }
        return snapshot != null
                && snapshot.at("/status/readyToUse").asBoolean()
                && provision(claim, handles.get(handle(snapshot)));
    }

    private boolean provision(final ObjectNode claim, final String data) {
        String name = objects.next("pv-");
        ObjectNode volume = Json.object().put("apiVersion", "v1").put("kind", "PersistentVolume");
        volume.withObject("/metadata").put("name", name);
        volume.withObject("/spec").put("persistentVolumeReclaimPolicy", "Delete");
        volume.withObject("/spec/claimRef")
                .put("namespace", claim.at("/metadata/namespace").asText())
                .put("name", name(claim));
        volumes.put(name, data);
        objects.store(Kind.VOLUMES, volume);
        return bind(claim, volume);
    }

    private static boolean bind(final ObjectNode claim, final ObjectNode volume) {
        volume.withObject("/spec/claimRef").put("uid", claim.at("/metadata/uid").asText());
        claim.withObject("/spec").put("volumeName", name(volume));
        claim.withObject("/status").put("phase", "Bound");
        claim.withObject("/status/capacity").set("storage", claim.at("/spec/resources/requests/storage"));
        return true;
    }

    private boolean snapshot(final ObjectNode snapshot) {
        if (snapshot.at("/status/readyToUse").asBoolean()) {
            return false;
        }
        String content = snapshot.at("/spec/source/volumeSnapshotContentName").asText("");
        if (failsToCut) {
            snapshot.withObject("/status/error").put("message", "the storage is busy");
            return false;
        }
        snapshot.withObject("/status").remove("error");
        if (content.isEmpty()) {
            String namespace = snapshot.at("/metadata/namespace").asText();
            String claim = snapshot.at("/spec/source/persistentVolumeClaimName").asText();
            String data = dataOf(namespace, claim);
            if (data == null || !isBound(objects.find(Kind.CLAIMS, namespace, claim))) {
                return false;
            }
            content = objects.next("content-");
            handles.put(content, data);
            snapshot.withObject("/status").put("handle", content);
        } else {
            ObjectNode found = objects.find(Kind.SNAPSHOT_CONTENTS, null, content);
            if (found == null) {
                return false;
            }
            snapshot.withObject("/status").set("handle", found.at("/spec/source/snapshotHandle"));
        }
        snapshot.withObject("/status")
                .put("boundVolumeSnapshotContentName", content)
                .put("readyToUse", true);
        return true;
    }

    private static boolean isBound(final ObjectNode claim) {
        return "Bound".equals(claim.at("/status/phase").asText());
    }

    private static String handle(final ObjectNode snapshot) {
        return snapshot.at("/status/handle").asText();
    }

    private static String name(final JsonNode object) {
        return object.at("/metadata/name").asText();
    }
}
