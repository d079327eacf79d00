package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceTypes;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the server tells of itself: its version, its groups, their types, and an OpenAPI document without schemas. */
final class Discovery {

    private static final String VERSION = "v1.34.0";
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private static final Map<String, List<String>> POD_SUBRESOURCES =
            Map.of("exec", List.of("create", "get"), "log", List.of("get"));

    private final ResourceTypes types;

    Discovery(ResourceTypes types) {
        this.types = types;
    }

    /** Empty if the path is none of these. */
    Optional<Answer> answer(HttpServerRequest request) {
        String path = request.path().length() > 1 && request.path().endsWith("/")
                ? request.path().substring(0, request.path().length() - 1)
                : request.path();
        return switch (path) {
            case "/healthz", "/livez", "/readyz" -> Optional.of(Answer.text("ok"));
            case "/version" -> Optional.of(Answer.json(200, version()));
            case "/api" -> Optional.of(Answer.json(200, coreVersions()));
            case "/apis" -> Optional.of(Answer.json(200, groups()));
            case "/openapi/v2" -> Optional.of(OpenApi.answer(request.getHeader("Accept")));
            default -> resources(path);
        };
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", VERSION + "-embedded")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "linux/amd64");
    }

    private static ObjectNode coreVersions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        types.versionsByGroup().forEach((name, versions) -> groups.add(group(name, versions)));
        return list;
    }

    private static ObjectNode group(String name, List<String> versions) {
        ObjectNode group = Json.object().put("name", name);
        ArrayNode array = group.putArray("versions");
        versions.forEach(version ->
                array.addObject().put("groupVersion", name + "/" + version).put("version", version));
        group.set("preferredVersion", array.get(0).deepCopy());
        return group;
    }

    private Optional<Answer> resources(String path) {
        String[] parts = path.split("/");
        if (path.startsWith("/apis/") && parts.length == 3) {
            List<String> versions = types.versionsByGroup().get(parts[2]);
            return Optional.ofNullable(versions)
                    .map(found -> group(parts[2], found).put("kind", "APIGroup").put("apiVersion", "v1"))
                    .map(group -> Answer.json(200, group));
        }
        String apiVersion = path.startsWith("/apis/") && parts.length == 4
                ? parts[2] + "/" + parts[3]
                : path.startsWith("/api/") && parts.length == 3 ? parts[2] : "";
        List<ResourceType> found =
                types.all().filter(type -> type.apiVersion().equals(apiVersion)).toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(Answer.json(200, resourceList(apiVersion, found)));
    }

    private static ObjectNode resourceList(String apiVersion, List<ResourceType> types) {
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", apiVersion);
        ArrayNode resources = list.putArray("resources");
        for (ResourceType type : types) {
            describe(resources, type, type.plural(), type.isReview() ? List.of("create") : VERBS);
            if (type.hasStatus()) {
                describe(resources, type, type.plural() + "/status", List.of("get", "patch", "update"));
            }
            if (type.scalable()) {
                resources
                        .addObject()
                        .put("name", type.plural() + "/scale")
                        .put("singularName", "")
                        .put("namespaced", true)
                        .put("group", "autoscaling")
                        .put("version", "v1")
                        .put("kind", "Scale")
                        .putArray("verbs")
                        .add("get")
                        .add("patch")
                        .add("update");
            }
            if (type.equals(ResourceType.POD)) {
                POD_SUBRESOURCES.forEach((name, verbs) -> describe(resources, type, "pods/" + name, verbs));
            }
        }
        return list;
    }

    private static void describe(ArrayNode resources, ResourceType type, String name, List<String> verbs) {
        boolean itself = name.equals(type.plural());
        ObjectNode resource = resources
                .addObject()
                .put("name", name)
                .put("singularName", itself ? type.kind().toLowerCase(Locale.ROOT) : "")
                .put("namespaced", type.namespaced())
                .put("kind", type.kind());
        ArrayNode array = resource.putArray("verbs");
        verbs.forEach(array::add);
        if (itself && !type.shortNames().isEmpty()) {
            ArrayNode shortNames = resource.putArray("shortNames");
            type.shortNames().forEach(shortNames::add);
        }
    }
}
