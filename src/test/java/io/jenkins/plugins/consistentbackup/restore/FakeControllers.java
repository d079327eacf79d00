package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a cluster's controllers, its storage and the containers do, all at once after each write. Each volume and each
 * snapshot has a text for its data, so that a test can tell where which data is.
 */
final class FakeControllers {
    private final FakeCluster cluster;
    /** What is on each volume, by name; volumes that are gone are not in it. */
    final Map<String, String> volumes = new HashMap<>();
    /** What is in each snapshot, by the storage's handle. */
    final Map<String, String> handles = new HashMap<>();
    /** What must never happen, and did. */
    final List<String> violations = new ArrayList<>();
    /** Whether the workload's container starts on this data; prepared data ends with {@code prepared}. */
    private boolean changed;

    FakeControllers(final FakeCluster cluster) {
        this.cluster = cluster;
    }

    /** The data of a claim, or null when it is not bound. */
    String dataOf(final String namespace, final String claim) {
        ObjectNode found = cluster.find(Kind.CLAIMS, namespace, claim);
        return found == null ? null : volumes.get(found.at("/spec/volumeName").asText());
    }

    /** Everything that holds data: volumes, and snapshots that still exist. */
    List<String> copies() {
        List<String> copies = new ArrayList<>(volumes.values());
        for (ObjectNode snapshot : cluster.all(Kind.SNAPSHOTS).values()) {
            String data = handles.get(handle(snapshot));
            if (data != null && snapshot.at("/status/readyToUse").asBoolean()) {
                copies.add(data);
            }
        }
        return copies;
    }

    void reconcile() {
        do {
            changed = false;
            List.copyOf(cluster.all(Kind.STATEFUL_SETS).values()).forEach(this::statefulSet);
            List.copyOf(cluster.all(Kind.CLAIMS).values()).forEach(this::protection);
            List.copyOf(cluster.all(Kind.VOLUMES).values()).forEach(this::volume);
            List.copyOf(cluster.all(Kind.SNAPSHOTS).values()).forEach(this::snapshot);
            List.copyOf(cluster.all(Kind.CLAIMS).values()).forEach(this::claim);
            List.copyOf(cluster.all(Kind.PODS).values()).forEach(this::pod);
        } while (changed);
    }

    void delete(final Kind<?> kind, final ObjectNode object) {
        if (kind.equals(Kind.CLAIMS)) {
            object.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        } else {
            remove(kind, object);
        }
        if (kind.equals(Kind.SNAPSHOTS) && !isPreProvisioned(object)) {
            handles.remove(handle(object));
        }
        changed = true;
    }

    private void remove(final Kind<?> kind, final ObjectNode object) {
        cluster.all(kind)
                .remove(FakeCluster.key(kind, object.at("/metadata/namespace").asText(null), name(object)));
        changed = true;
    }

    private void statefulSet(final ObjectNode set) {
        int wanted = set.at("/spec/replicas").asInt(1);
        String namespace = set.at("/metadata/namespace").asText();
        for (ObjectNode pod : podsOf(set)) {
            int ordinal = Integer.parseInt(name(pod).substring(name(set).length() + 1));
            if (ordinal >= wanted) {
                remove(Kind.PODS, pod);
                deleteClaimsWhenScaled(set, name(pod));
            } else if (!pod.at("/spec/containers/0/image").equals(set.at("/spec/template/spec/containers/0/image"))) {
                remove(Kind.PODS, pod);
            }
        }
        for (int i = 0; i < wanted; i++) {
            if (cluster.find(Kind.PODS, namespace, name(set) + "-" + i) == null) {
                createPod(set, name(set) + "-" + i);
            }
        }
        long ready = podsOf(set).stream()
                .filter(pod -> "Running".equals(pod.at("/status/phase").asText()))
                .count();
        ObjectNode status = set.withObject("/status");
        status.put("observedGeneration", set.at("/metadata/generation").asLong(1));
        status.put("readyReplicas", ready);
        status.put("updatedReplicas", wanted);
    }

    private void deleteClaimsWhenScaled(final ObjectNode set, final String pod) {
        if ("Delete"
                .equals(set.at("/spec/persistentVolumeClaimRetentionPolicy/whenScaled")
                        .asText())) {
            for (JsonNode template : set.at("/spec/volumeClaimTemplates")) {
                ObjectNode claim =
                        cluster.find(Kind.CLAIMS, set.at("/metadata/namespace").asText(), name(template) + "-" + pod);
                if (claim != null) {
                    delete(Kind.CLAIMS, claim);
                }
            }
        }
    }

    private List<ObjectNode> podsOf(final ObjectNode set) {
        return cluster.all(Kind.PODS).values().stream()
                .filter(pod -> pod.at("/metadata/ownerReferences/0/uid").equals(set.at("/metadata/uid")))
                .toList();
    }

    private void createPod(final ObjectNode set, final String name) {
        ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        pod.withObject("/metadata")
                .put("name", name)
                .put("namespace", set.at("/metadata/namespace").asText());
        pod.withObject("/metadata").set("labels", set.at("/spec/template/metadata/labels"));
        pod.withObject("/metadata")
                .withArray("ownerReferences")
                .addObject()
                .put("kind", "StatefulSet")
                .put("name", name(set))
                .put("controller", true)
                .set("uid", set.at("/metadata/uid"));
        pod.set("spec", set.at("/spec/template/spec").deepCopy());
        for (JsonNode template : set.at("/spec/volumeClaimTemplates")) {
            String claim = name(template) + "-" + name;
            ObjectNode volume = pod.withObject("/spec").withArray("volumes").addObject();
            volume.put("name", name(template));
            volume.withObject("/persistentVolumeClaim").put("claimName", claim);
            createClaim(set, template, claim);
        }
        cluster.stored(Kind.PODS, pod);
        changed = true;
    }

    private void createClaim(final ObjectNode set, final JsonNode template, final String name) {
        String namespace = set.at("/metadata/namespace").asText();
        if (cluster.find(Kind.CLAIMS, namespace, name) == null) {
            ObjectNode claim = Json.object().put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
            claim.withObject("/metadata").put("name", name).put("namespace", namespace);
            claim.set("spec", template.get("spec").deepCopy());
            cluster.stored(Kind.CLAIMS, claim);
        }
    }

    /** A claim goes when no pod uses it. */
    private void protection(final ObjectNode claim) {
        if (claim.at("/metadata").has("deletionTimestamp") && usersOf(claim).isEmpty()) {
            remove(Kind.CLAIMS, claim);
        }
    }

    private List<ObjectNode> usersOf(final ObjectNode claim) {
        return cluster.all(Kind.PODS).values().stream()
                .filter(pod -> pod.at("/metadata/namespace").equals(claim.at("/metadata/namespace")))
                .filter(pod -> claimsOf(pod).contains(name(claim)))
                .toList();
    }

    private static Set<String> claimsOf(final ObjectNode pod) {
        return IntStream.range(0, pod.at("/spec/volumes").size())
                .mapToObj(i -> pod.at("/spec/volumes/" + i + "/persistentVolumeClaim/claimName")
                        .asText(""))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private void volume(final ObjectNode volume) {
        JsonNode ref = volume.at("/spec/claimRef");
        String before = volume.at("/status/phase").asText();
        ObjectNode claim = cluster.find(
                Kind.CLAIMS, ref.path("namespace").asText(), ref.path("name").asText());
        boolean bound = claim != null && claim.at("/metadata/uid").equals(ref.path("uid"));
        String phase = bound ? "Bound" : ref.has("uid") ? "Released" : "Available";
        volume.withObject("/status").put("phase", phase);
        changed |= !phase.equals(before);
        if (phase.equals("Released")
                && "Delete"
                        .equals(volume.at("/spec/persistentVolumeReclaimPolicy").asText())) {
            remove(Kind.VOLUMES, volume);
            volumes.remove(name(volume));
        }
    }

    private void claim(final ObjectNode claim) {
        if ("Bound".equals(claim.at("/status/phase").asText())) {
            return;
        }
        String wanted = claim.at("/spec/volumeName").asText("");
        if (!wanted.isEmpty()) {
            ObjectNode volume = cluster.find(Kind.VOLUMES, null, wanted);
            if (volume != null
                    && volume.at("/spec/claimRef/name").equals(claim.at("/metadata/name"))
                    && volume.at("/spec/claimRef/namespace").equals(claim.at("/metadata/namespace"))
                    && volume.at("/spec/claimRef/uid").asText("").isEmpty()) {
                bind(claim, volume);
            }
            return;
        }
        boolean waits = "late".equals(claim.at("/spec/storageClassName").asText());
        if (waits && usersOf(claim).isEmpty()) {
            return;
        }
        String source = claim.at("/spec/dataSource/name").asText("");
        ObjectNode snapshot =
                cluster.find(Kind.SNAPSHOTS, claim.at("/metadata/namespace").asText(), source);
        if (source.isEmpty()) {
            provision(claim, "empty");
        } else if (snapshot != null && snapshot.at("/status/readyToUse").asBoolean()) {
            provision(claim, handles.get(handle(snapshot)));
        }
    }

    private void provision(final ObjectNode claim, final String data) {
        String name = cluster.next("pv-");
        ObjectNode volume = Json.object().put("apiVersion", "v1").put("kind", "PersistentVolume");
        volume.withObject("/metadata").put("name", name);
        volume.withObject("/spec").put("persistentVolumeReclaimPolicy", "Delete");
        volume.withObject("/spec/claimRef")
                .put("namespace", claim.at("/metadata/namespace").asText())
                .put("name", name(claim));
        volumes.put(name, data);
        cluster.stored(Kind.VOLUMES, volume);
        bind(claim, volume);
    }

    private void bind(final ObjectNode claim, final ObjectNode volume) {
        volume.withObject("/spec/claimRef").put("uid", claim.at("/metadata/uid").asText());
        claim.withObject("/spec").put("volumeName", name(volume));
        claim.withObject("/status").put("phase", "Bound");
        claim.withObject("/status/capacity").set("storage", claim.at("/spec/resources/requests/storage"));
        changed = true;
    }

    private void snapshot(final ObjectNode snapshot) {
        if (snapshot.at("/status/readyToUse").asBoolean()) {
            return;
        }
        String content = snapshot.at("/spec/source/volumeSnapshotContentName").asText("");
        if (content.isEmpty()) {
            String data = dataOf(
                    snapshot.at("/metadata/namespace").asText(),
                    snapshot.at("/spec/source/persistentVolumeClaimName").asText());
            if (data == null) {
                return;
            }
            content = cluster.next("content-");
            handles.put(content, data);
            snapshot.withObject("/status").put("handle", content);
        } else {
            ObjectNode found = cluster.find(Kind.SNAPSHOT_CONTENTS, null, content);
            if (found == null) {
                return;
            }
            snapshot.withObject("/status").set("handle", found.at("/spec/source/snapshotHandle"));
        }
        snapshot.withObject("/status")
                .put("boundVolumeSnapshotContentName", content)
                .put("readyToUse", true);
        changed = true;
    }

    private void pod(final ObjectNode pod) {
        String namespace = pod.at("/metadata/namespace").asText();
        boolean bound = claimsOf(pod).stream().allMatch(claim -> dataOf(namespace, claim) != null);
        if (!bound || !pod.at("/status/phase").asText("").isEmpty()) {
            return;
        }
        boolean prepares = pod.at("/spec/restartPolicy").asText().equals("Never");
        for (String claim : claimsOf(pod)) {
            String volume = cluster.find(Kind.CLAIMS, namespace, claim)
                    .at("/spec/volumeName")
                    .asText();
            volumes.compute(volume, (name, data) -> prepares ? data + " prepared" : started(claim, data));
        }
        pod.withObject("/status").put("phase", prepares ? "Succeeded" : "Running");
        ObjectNode status =
                pod.withObject("/status").withArray("containerStatuses").addObject();
        status.set("name", pod.at("/spec/containers/0/name"));
        status.put("ready", true).withObject("/state/running").put("startedAt", "2026-01-01T00:00:00Z");
        changed = true;
    }

    /** A database that starts on a copy that was not prepared breaks it. */
    private String started(final String claim, final String data) {
        if (data.equals("set")) {
            violations.add("started on claim " + claim + " before it was prepared");
        }
        if (data.equals("empty")) {
            violations.add("started on an empty claim " + claim);
        }
        return data.endsWith(" written") ? data : data + " written";
    }

    private static boolean isPreProvisioned(final ObjectNode snapshot) {
        return snapshot.at("/spec/source").has("volumeSnapshotContentName");
    }

    private static String handle(final ObjectNode snapshot) {
        return snapshot.at("/status/handle").asText();
    }

    private static String name(final JsonNode object) {
        return object.at("/metadata/name").asText();
    }
}
