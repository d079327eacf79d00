package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import java.util.stream.Stream;

/** What a cluster's controllers do, all at once after each write: StatefulSets, claims that are deleted, owned objects. */
final class FakeControllers {
    private final FakeObjects objects;
    private final FakeStorage storage;
    private final FakePods pods;
    private boolean changed;

    FakeControllers(final FakeObjects objects) {
        this.objects = objects;
        storage = new FakeStorage(objects);
        pods = new FakePods(objects, storage);
    }

    FakeStorage storage() {
        return storage;
    }

    List<String> violations() {
        return pods.violations;
    }

    void reconcile() {
        do {
            changed = false;
            objects.in(Kind.STATEFUL_SETS, null).forEach(this::statefulSet);
            objects.in(Kind.PODS, null).forEach(this::orphan);
            objects.in(Kind.CLAIMS, null).forEach(this::protection);
            changed |= storage.reconcile();
            changed |= pods.reconcile();
        } while (changed);
    }

    void delete(final Kind<?> kind, final ObjectNode object) {
        if (kind.equals(Kind.CLAIMS)) {
            object.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        } else {
            remove(kind, object);
        }
        if (kind.equals(Kind.SNAPSHOTS)) {
            storage.deleted(object);
        }
        changed = true;
    }

    private void remove(final Kind<?> kind, final ObjectNode object) {
        objects.remove(kind, object);
        changed = true;
    }

    /** A pod goes with its owner, and is not there for long when that was gone before. */
    private void orphan(final ObjectNode pod) {
        JsonNode owner = pod.at("/metadata/ownerReferences/0/uid");
        boolean owned = Stream.of(Kind.STATEFUL_SETS, Kind.CONFIG_MAPS)
                .flatMap(kind -> objects.in(kind, null).stream())
                .anyMatch(object -> object.at("/metadata/uid").equals(owner));
        if (!owner.isMissingNode() && !owned) {
            remove(Kind.PODS, pod);
        }
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
            if (objects.find(Kind.PODS, namespace, name(set) + "-" + i) == null) {
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
                        objects.find(Kind.CLAIMS, set.at("/metadata/namespace").asText(), name(template) + "-" + pod);
                if (claim != null) {
                    delete(Kind.CLAIMS, claim);
                }
            }
        }
    }

    private List<ObjectNode> podsOf(final ObjectNode set) {
        return objects.in(Kind.PODS, null).stream()
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
        objects.store(Kind.PODS, pod);
        changed = true;
    }

    private void createClaim(final ObjectNode set, final JsonNode template, final String name) {
        String namespace = set.at("/metadata/namespace").asText();
        if (objects.find(Kind.CLAIMS, namespace, name) == null) {
            ObjectNode claim = Json.object().put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
            claim.withObject("/metadata").put("name", name).put("namespace", namespace);
            claim.set("spec", template.get("spec").deepCopy());
            objects.store(Kind.CLAIMS, claim);
        }
    }

    /** A claim goes when no pod uses it. */
    private void protection(final ObjectNode claim) {
        if (claim.at("/metadata").has("deletionTimestamp")
                && FakePods.usersOf(objects, claim).isEmpty()) {
            remove(Kind.CLAIMS, claim);
        }
    }

    private static String name(final JsonNode object) {
        return object.at("/metadata/name").asText();
    }
}
