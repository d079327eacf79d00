package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/** The subresource scale: how many replicas are wanted and there. */
final class ScaleEndpoint {

    private final ObjectStore store;

    ScaleEndpoint(ObjectStore store) {
        this.store = store;
    }

    Answer answer(ApiCall call) {
        RequestTarget target = call.target();
        ObjectNode workload = store.get(target.type(), target.namespace(), target.name());
        ObjectNode scale =
                switch (call.verb()) {
                    case "get" -> null;
                    case "update" -> call.bodyObject();
                    case "patch" -> ResourceEndpoint.patchOf(call).applyTo(scaleOf(workload));
                    default -> throw ApiException.methodNotAllowed();
                };
        return Answer.json(200, scaleOf(scale == null ? workload : write(call, workload, scale)));
    }

    private ObjectNode write(ApiCall call, ObjectNode workload, ObjectNode scale) {
        int replicas = scale.path("spec").path("replicas").asInt();
        if (replicas < 0) {
            throw ApiException.of(
                    422,
                    "Invalid",
                    "Scale.autoscaling \"" + call.target().name() + "\" is invalid: spec.replicas: Invalid value: "
                            + replicas + ": must be greater than or equal to 0");
        }
        workload.withObjectProperty("spec").put("replicas", replicas);
        ObjectNode metadata = Metadata.of(workload).node();
        String version = Metadata.of(scale).resourceVersion();
        // Without a version the write is unconditional, with a uid it is still for this workload alone.
        metadata.put("resourceVersion", version);
        String uid = Metadata.of(scale).uid();
        if (!uid.isEmpty()) {
            metadata.put("uid", uid);
        }
        return store.update(call.target().type(), call.target().namespace(), workload, call.writeContext());
    }

    private static ObjectNode scaleOf(ObjectNode workload) {
        Metadata metadata = Metadata.of(workload);
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode scaleMetadata = scale.putObject("metadata")
                .put("name", metadata.name())
                .put("namespace", metadata.namespace())
                .put("uid", metadata.uid())
                .put("resourceVersion", metadata.resourceVersion());
        scaleMetadata.set("creationTimestamp", metadata.node().get("creationTimestamp"));
        scale.putObject("spec")
                .put("replicas", workload.path("spec").path("replicas").asInt());
        scale.putObject("status")
                .put("replicas", workload.path("status").path("replicas").asInt())
                .put("selector", selector(workload.path("spec").path("selector").path("matchLabels")));
        return scale;
    }

    private static String selector(JsonNode labels) {
        List<String> parts = new ArrayList<>();
        labels.properties()
                .forEach(label ->
                        parts.add(label.getKey() + "=" + label.getValue().asText()));
        return String.join(",", parts);
    }
}
