package io.jenkins.plugins.consistentbackup.embedded.api.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A rule of a Role or ClusterRole: https://kubernetes.io/docs/reference/access-authn-authz/rbac/. */
record PolicyRule(
        List<String> verbs, List<String> groups, List<String> resources, List<String> names, List<String> paths) {

    static PolicyRule read(JsonNode rule) {
        return new PolicyRule(
                strings(rule.path("verbs")),
                strings(rule.path("apiGroups")),
                strings(rule.path("resources")),
                strings(rule.path("resourceNames")),
                strings(rule.path("nonResourceURLs")));
    }

    static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(element -> strings.add(element.asText()));
        return List.copyOf(strings);
    }

    boolean allows(AccessRequest request) {
        if (!matches(verbs, request.verb())) {
            return false;
        }
        if (request.isPath()) {
            return paths.stream().anyMatch(path -> matchesPath(path, request.path()));
        }
        return matches(groups, request.group())
                && matchesResource(request)
                && (names.isEmpty() || names.contains(request.name()));
    }

    private static boolean matches(List<String> allowed, String value) {
        return allowed.contains("*") || allowed.contains(value);
    }

    /** ResourceMatches in pkg/apis/rbac/v1/evaluation_helpers.go: {@code pods}, {@code pods/exec}, {@code * /scale}. */
    private boolean matchesResource(AccessRequest request) {
        return matches(resources, request.qualifiedResource())
                || !request.subresource().isEmpty() && resources.contains("*/" + request.subresource());
    }

    private static boolean matchesPath(String allowed, String path) {
        return allowed.equals("*")
                || allowed.equals(path)
                || allowed.endsWith("*") && path.startsWith(allowed.substring(0, allowed.length() - 1));
    }
}
