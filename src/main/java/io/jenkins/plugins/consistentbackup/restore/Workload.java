package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What StatefulSets, Deployments and ReplicaSets have in common.
 *
 * @param kind as in {@code kind:}
 * @param tree the object
 */
record Workload(String kind, ObjectNode tree) {
    static final String STATEFUL_SET = "StatefulSet";
    private static final Map<String, Kind<?>> KINDS =
            Map.of(STATEFUL_SET, Kind.STATEFUL_SETS, "Deployment", Kind.DEPLOYMENTS, "ReplicaSet", Kind.REPLICA_SETS);

    /** The kinds of workload that can be stopped by scaling, in the order in which they are read. */
    static final List<String> SCALABLE = List.of(STATEFUL_SET, "Deployment", "ReplicaSet");

    static Workload of(final String kind, final HasMetadata object) {
        return new Workload(kind, Json.tree(object));
    }

    /** The kind of object behind a {@code kind:}. */
    static Kind<?> kindOf(final String kind) {
        Kind<?> known = KINDS.get(kind);
        if (known == null) {
            throw new RestoreException(kind + " is no kind of workload that can be stopped by scaling it");
        }
        return known;
    }

    static boolean scalable(final String kind) {
        return KINDS.containsKey(kind);
    }

    String name() {
        return tree.at("/metadata/name").asText();
    }

    String uid() {
        return tree.at("/metadata/uid").asText();
    }

    /** Of this state of it. */
    String resourceVersion() {
        return tree.at("/metadata/resourceVersion").asText();
    }

    /** How many replicas it is to have; the one remembered by a restore that died counts more than its zero. */
    int replicas() {
        int wanted = tree.at("/spec/replicas").asInt(1);
        String remembered = annotation(Labels.REPLICAS);
        return wanted == 0 && remembered != null ? Integer.parseInt(remembered) : wanted;
    }

    String annotation(final String key) {
        JsonNode value = tree.path("metadata").path("annotations").get(key);
        return value == null || value.isNull() ? null : value.asText();
    }

    String label(final String key) {
        JsonNode value = tree.path("metadata").path("labels").get(key);
        return value == null || value.isNull() ? null : value.asText();
    }

    /** Images by container. */
    Map<String, String> images() {
        Map<String, String> images = new LinkedHashMap<>();
        for (JsonNode container : tree.at("/spec/template/spec/containers")) {
            images.put(container.path("name").asText(), container.path("image").asText());
        }
        return images;
    }

    /** The same workload with other images, by container; containers that are not named keep theirs. */
    Workload withImages(final Map<String, String> images) {
        ObjectNode copy = tree.deepCopy();
        for (JsonNode container : copy.at("/spec/template/spec/containers")) {
            String image = images.get(container.path("name").asText());
            if (image != null) {
                ((ObjectNode) container).put("image", image);
            }
        }
        return new Workload(kind, copy);
    }

    /** The pods that it makes. */
    PodTemplateSpec template() {
        return Json.as(PodTemplateSpec.class, tree.withObject("/spec/template").deepCopy());
    }

    /** Its controlling owner, as {@code Kind name}; empty when it has none. */
    Optional<String> controller() {
        for (JsonNode owner : tree.at("/metadata/ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return Optional.of(
                        owner.path("kind").asText() + " " + owner.path("name").asText());
            }
        }
        return Optional.empty();
    }

    /** Whether a pod carries the labels by which this workload finds its own. */
    boolean selects(final Pod pod) {
        JsonNode wanted = tree.at("/spec/selector/matchLabels");
        Map<String, String> labels = Metadata.labels(pod);
        for (Map.Entry<String, JsonNode> label : wanted.properties()) {
            if (!label.getValue().asText().equals(labels.get(label.getKey()))) {
                return false;
            }
        }
        return !wanted.isEmpty();
    }

    /** The claims that the pod of this name has, or would have. */
    List<String> claimsOf(final String pod) {
        List<String> claims = new ArrayList<>();
        for (JsonNode volume : tree.at("/spec/template/spec/volumes")) {
            JsonNode claim = volume.at("/persistentVolumeClaim/claimName");
            if (!claim.isMissingNode()) {
                claims.add(claim.asText());
            }
        }
        claimTemplates().forEach(template -> claims.add(template + "-" + pod));
        return claims;
    }

    /** Names of a StatefulSet's claim templates. */
    List<String> claimTemplates() {
        List<String> names = new ArrayList<>();
        for (JsonNode template : tree.at("/spec/volumeClaimTemplates")) {
            names.add(template.at("/metadata/name").asText());
        }
        return names;
    }

    /**
     * The claim retention policy of a StatefulSet as JSON, when it deletes claims; null otherwise. The one remembered by
     * a restore that died counts more than the one that keeps claims meanwhile.
     */
    String deletingRetentionPolicy() {
        String remembered = annotation(Labels.RETENTION_POLICY);
        if (remembered != null) {
            return remembered;
        }
        JsonNode policy = tree.at("/spec/persistentVolumeClaimRetentionPolicy");
        boolean deletes = "Delete".equals(policy.path("whenScaled").asText())
                || "Delete".equals(policy.path("whenDeleted").asText());
        return deletes ? policy.toString() : null;
    }

    /** Whether the controller has seen the object as it is now. */
    boolean observed() {
        return tree.at("/status/observedGeneration").asLong(0)
                >= tree.at("/metadata/generation").asLong(0);
    }

    /** Whether it is to have no pods. */
    boolean stopped() {
        return tree.at("/spec/replicas").asInt(1) == 0;
    }

    /** Whether all wanted replicas are ready, as the controller says. */
    boolean ready() {
        int wanted = tree.at("/spec/replicas").asInt(1);
        return observed()
                && tree.at("/status/readyReplicas").asInt(0) >= wanted
                && tree.at("/status/updatedReplicas").asInt(wanted) >= wanted;
    }

    @Override
    public String toString() {
        return kind + " " + name();
    }
}
