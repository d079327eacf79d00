package io.jenkins.plugins.consistentbackup.embedded.controller.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import java.util.List;
import java.util.Optional;

/** The claims of a StatefulSet's pods: {@code <template>-<set>-<ordinal>}, and who they go with. */
final class SetClaims {
    private final ClusterObjects objects;

    SetClaims(ClusterObjects objects) {
        this.objects = objects;
    }

    static int replicas(ObjectNode set) {
        return Json.number(set, "/spec/replicas", 1);
    }

    static int first(ObjectNode set) {
        return Json.number(set, "/spec/ordinals/start", 0);
    }

    static int end(ObjectNode set) {
        return first(set) + replicas(set);
    }

    private static List<JsonNode> templates(ObjectNode set) {
        return Json.items(set, "/spec/volumeClaimTemplates").toList();
    }

    private static String name(ObjectNode set, int ordinal, JsonNode template) {
        return Json.text(template, "/metadata/name") + "-" + Metadata.of(set).name() + "-" + ordinal;
    }

    /** Makes the claims of a pod that are missing. Returns what stands in the way of the pod, if anything does. */
    Optional<String> create(ObjectNode set, int ordinal) {
        for (JsonNode template : templates(set)) {
            String name = name(set, ordinal, template);
            Optional<ObjectNode> present = objects.get(
                    ResourceType.PERSISTENT_VOLUME_CLAIM, Metadata.of(set).namespace(), name);
            if (present.isPresent() && Metadata.of(present.get()).isBeingDeleted()) {
                return Optional.of("pvc " + name + " is being deleted");
            }
            if (present.isEmpty()) {
                objects.create(ResourceType.PERSISTENT_VOLUME_CLAIM, claim(set, template, name));
            }
        }
        return Optional.empty();
    }

    private static ObjectNode claim(ObjectNode set, JsonNode template, String name) {
        ObjectNode claim = template.deepCopy();
        claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim").remove("status");
        Metadata metadata = Metadata.of(claim);
        metadata.node().put("name", name).put("namespace", Metadata.of(set).namespace());
        Json.strings(set, "/spec/selector/matchLabels").forEach(metadata::putLabel);
        return claim;
    }

    /** Lets a pod's volumes of the templates' names be its claims. */
    void mount(ObjectNode set, int ordinal, ObjectNode podSpec) {
        ArrayNode volumes = podSpec.withArrayProperty("volumes");
        for (JsonNode template : templates(set)) {
            String volume = Json.text(template, "/metadata/name");
            for (int i = volumes.size() - 1; i >= 0; i--) {
                if (volumes.get(i).path("name").asText().equals(volume)) {
                    volumes.remove(i);
                }
            }
            volumes.addObject()
                    .put("name", volume)
                    .putObject("persistentVolumeClaim")
                    .put("claimName", name(set, ordinal, template));
        }
    }

    /** Makes the claims of a pod go with the set, with the pod, or with neither, as the retention policy wants. */
    void own(ObjectNode set, int ordinal, ObjectNode pod) {
        boolean condemned = ordinal < first(set) || ordinal >= end(set);
        boolean byPod = condemned && deletes(set, "whenScaled");
        boolean bySet = deletes(set, "whenDeleted") && !byPod;
        for (JsonNode template : templates(set)) {
            objects.get(
                            ResourceType.PERSISTENT_VOLUME_CLAIM,
                            Metadata.of(set).namespace(),
                            name(set, ordinal, template))
                    .filter(claim -> isOwned(claim, set) != bySet || isOwned(claim, pod) != byPod)
                    .ifPresent(claim -> objects.edit(ResourceType.PERSISTENT_VOLUME_CLAIM, claim, changed -> {
                        own(changed, set, bySet);
                        own(changed, pod, byPod);
                    }));
        }
    }

    private static boolean deletes(ObjectNode set, String when) {
        return Json.text(set, "/spec/persistentVolumeClaimRetentionPolicy/" + when)
                .equals("Delete");
    }

    private static boolean isOwned(ObjectNode claim, ObjectNode owner) {
        return Metadata.of(claim).isOwnedBy(Metadata.of(owner).uid());
    }

    private static void own(ObjectNode claim, ObjectNode owner, boolean wanted) {
        if (isOwned(claim, owner) == wanted) {
            return;
        }
        if (wanted) {
            Metadata.of(claim).addOwner(owner, false);
            return;
        }
        List<JsonNode> others = Json.items(claim, "/metadata/ownerReferences")
                .filter(reference -> !reference
                        .path("uid")
                        .asText()
                        .equals(Metadata.of(owner).uid()))
                .toList();
        Metadata.of(claim).node().set("ownerReferences", Json.array(others));
    }
}
