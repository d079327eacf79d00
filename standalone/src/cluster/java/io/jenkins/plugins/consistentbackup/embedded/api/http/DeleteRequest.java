package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions.Propagation;

/** What a DELETE asks for in its body or its parameters. */
final class DeleteRequest {

    private DeleteRequest() {}

    static DeleteOptions options(ApiCall call) {
        ObjectNode body = call.body().length() > 0 ? call.bodyObject() : Json.object();
        JsonNode preconditions = body.path("preconditions");
        boolean dryRun = call.writeContext().dryRun() || !body.path("dryRun").isEmpty();
        return new DeleteOptions(
                textOrNull(preconditions.path("uid")),
                textOrNull(preconditions.path("resourceVersion")),
                propagation(call, body),
                body.hasNonNull("gracePeriodSeconds")
                        ? Long.valueOf(body.get("gracePeriodSeconds").asLong())
                        : call.number("gracePeriodSeconds"),
                dryRun);
    }

    private static String textOrNull(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty() ? node.asText() : null;
    }

    private static Propagation propagation(ApiCall call, ObjectNode body) {
        if (body.path("orphanDependents").isBoolean()) {
            return body.path("orphanDependents").asBoolean() ? Propagation.ORPHAN : Propagation.BACKGROUND;
        }
        String wanted = body.path("propagationPolicy").asText(call.parameter("propagationPolicy"));
        if (wanted == null || wanted.isEmpty()) {
            return null;
        }
        return switch (wanted) {
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default ->
                throw ApiException.of(
                        422,
                        "Invalid",
                        "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"" + wanted
                                + "\": supported values: \"Background\", \"Foreground\", \"Orphan\"");
        };
    }

    /** What a DELETE is answered with when the object is gone. */
    static ObjectNode success(RequestTarget target, ObjectNode object) {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details").put("name", target.name());
        if (!target.type().group().isEmpty()) {
            details.put("group", target.type().group());
        }
        details.put("kind", target.type().plural())
                .put("uid", Metadata.of(object).uid());
        return status;
    }
}
