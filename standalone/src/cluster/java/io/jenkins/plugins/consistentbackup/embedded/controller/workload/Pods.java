package io.jenkins.plugins.consistentbackup.embedded.controller.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import java.util.List;

/** Pods as their controllers see them. Pure but for {@link #of}. */
public final class Pods {
    private Pods() {}

    /** The pods that this object controls. */
    static List<ObjectNode> of(ClusterObjects objects, ObjectNode owner) {
        Metadata metadata = Metadata.of(owner);
        return objects.list(ResourceType.POD, metadata.namespace()).stream()
                .filter(pod -> Metadata.of(pod).isOwnedBy(metadata.uid()))
                .toList();
    }

    /** A new pod from the template of its owner, as yet without a name. */
    static ObjectNode fromTemplate(ObjectNode owner) {
        JsonNode template = owner.at("/spec/template");
        ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata =
                pod.putObject("metadata").put("namespace", Metadata.of(owner).namespace());
        for (String field : List.of("labels", "annotations", "finalizers")) {
            if (template.path("metadata").has(field)) {
                metadata.set(field, template.path("metadata").get(field).deepCopy());
            }
        }
        pod.set("spec", template.path("spec").deepCopy());
        Metadata.of(pod).addOwner(owner, true);
        return pod;
    }

    /** A short name of what a template says: another template has another one. */
    static String revision(ObjectNode owner) {
        return Integer.toHexString(owner.at("/spec/template").toString().hashCode());
    }

    /** Whether its condition {@code Ready} is true. */
    public static boolean isReady(ObjectNode pod) {
        return Json.items(pod, "/status/conditions")
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
    }

    static boolean isBeingDeleted(ObjectNode pod) {
        return Metadata.of(pod).isBeingDeleted();
    }

    static boolean hasFinished(ObjectNode pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    /** Neither finished nor being deleted. */
    static boolean isActive(ObjectNode pod) {
        return !hasFinished(pod) && !isBeingDeleted(pod);
    }

    static String phase(ObjectNode pod) {
        return Json.text(pod, "/status/phase");
    }
}
