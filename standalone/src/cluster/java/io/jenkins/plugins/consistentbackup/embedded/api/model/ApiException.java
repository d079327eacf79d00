package io.jenkins.plugins.consistentbackup.embedded.api.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A refusal, with the code, reason and words that the API server of Kubernetes gives. */
public final class ApiException extends RuntimeException {

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    private ApiException(int code, String reason, String message, ObjectNode details) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    public static ApiException of(int code, String reason, String message) {
        return new ApiException(code, reason, message, null);
    }

    public static ApiException notFound(ResourceType type, String name) {
        return new ApiException(
                404, "NotFound", type.qualifiedName() + " \"" + name + "\" not found", details(type, name));
    }

    public static ApiException noSuchPath() {
        return of(404, "NotFound", "the server could not find the requested resource");
    }

    public static ApiException alreadyExists(ResourceType type, String name) {
        return new ApiException(
                409, "AlreadyExists", type.qualifiedName() + " \"" + name + "\" already exists", details(type, name));
    }

    /** The object was changed since the caller read it, or a precondition does not hold. */
    public static ApiException conflict(ResourceType type, String name, String why) {
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + type.qualifiedName() + " \"" + name + "\": " + why,
                details(type, name));
    }

    public static ApiException modified(ResourceType type, String name) {
        return conflict(
                type,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** @param problem field and fault, such as {@code spec: Forbidden: is immutable after creation} */
    public static ApiException invalid(ResourceType type, String name, String problem) {
        ObjectNode details = details(type, name);
        details.put("kind", type.kind());
        int colon = problem.indexOf(": ");
        details.putArray("causes")
                .addObject()
                .put("reason", causeOf(problem))
                .put("message", colon < 0 ? problem : problem.substring(colon + 2))
                .put("field", colon < 0 ? "" : problem.substring(0, colon));
        String kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
        return new ApiException(422, "Invalid", kind + " \"" + name + "\" is invalid: " + problem, details);
    }

    private static String causeOf(String problem) {
        if (problem.contains(": Required value")) {
            return "FieldValueRequired";
        }
        return problem.contains(": Forbidden") ? "FieldValueForbidden" : "FieldValueInvalid";
    }

    public static ApiException badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    public static ApiException forbidden(ResourceType type, String name, String why) {
        return new ApiException(
                403,
                "Forbidden",
                type.qualifiedName() + (name.isEmpty() ? "" : " \"" + name + "\"") + " is forbidden: " + why,
                details(type, name));
    }

    public static ApiException expired(String message) {
        return of(410, "Expired", message);
    }

    public static ApiException methodNotAllowed() {
        return of(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    public static ApiException unsupportedMediaType(String accepted) {
        return of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted);
    }

    /** Kubernetes has it, the embedded cluster has not. */
    public static ApiException notModelled(String what) {
        return of(501, "NotImplemented", "the embedded cluster does not model " + what);
    }

    /** One cause for each field that another manager owns. */
    public static ApiException applyConflict(ResourceType type, String name, List<String> causes) {
        ObjectNode details = details(type, name);
        causes.forEach(cause -> details.withArray("causes")
                .addObject()
                .put("reason", "FieldManagerConflict")
                .put("message", cause.substring(0, cause.lastIndexOf(": ")))
                .put("field", cause.substring(cause.lastIndexOf(": ") + 2)));
        return new ApiException(
                409,
                "Conflict",
                "Apply failed with " + causes.size() + (causes.size() == 1 ? " conflict: " : " conflicts: ")
                        + String.join("\n", causes),
                details);
    }

    private static ObjectNode details(ResourceType type, String name) {
        ObjectNode details = JsonNodeFactory.instance.objectNode().put("name", name);
        if (!type.group().isEmpty()) {
            details.put("group", type.group());
        }
        return details.put("kind", type.plural());
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** The {@code Status} object that clients are sent. */
    public ObjectNode toStatus() {
        ObjectNode status =
                JsonNodeFactory.instance.objectNode().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (details != null) {
            status.set("details", details);
        }
        return status.put("code", code);
    }
}
