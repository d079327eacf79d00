package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceTypes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a path names.
 *
 * @param namespace null: none, or all
 * @param name null: all objects of the type
 * @param subresource empty: the object itself
 */
record RequestTarget(ResourceType type, String namespace, String name, String subresource) {

    private static final String NAMESPACES = "namespaces";
    private static final List<String> NAMESPACE_SUBRESOURCES = List.of("status", "finalize");

    /**
     * Empty for paths that are no resource, such as discovery.
     *
     * @throws ApiException 404 for a type that is not there, 501 for one that only Kubernetes has
     */
    static Optional<RequestTarget> parse(String path, ResourceTypes types) {
        List<String> segments = Arrays.stream(path.substring(1).split("/"))
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        boolean core = segments.get(0).equals("api");
        int typeAt = core ? 2 : 3;
        if (!core && !segments.get(0).equals("apis") || segments.size() <= typeAt) {
            return Optional.empty();
        }
        String group = core ? "" : segments.get(1);
        String version = segments.get(typeAt - 1);
        List<String> rest = segments.subList(typeAt, segments.size());
        String namespace = null;
        if (rest.get(0).equals(NAMESPACES) && rest.size() > 2 && !isOfNamespaceItself(rest)) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        if (rest.size() > 3) {
            throw ApiException.noSuchPath();
        }
        ResourceType type = find(types, group, version, rest.get(0));
        if (namespace != null && !type.namespaced()) {
            throw ApiException.noSuchPath();
        }
        String name = rest.size() > 1 ? rest.get(1) : null;
        if (name != null && type.namespaced() && namespace == null) {
            throw ApiException.noSuchPath();
        }
        return Optional.of(new RequestTarget(type, namespace, name, rest.size() > 2 ? rest.get(2) : ""));
    }

    private static boolean isOfNamespaceItself(List<String> rest) {
        return rest.size() == 3 && NAMESPACE_SUBRESOURCES.contains(rest.get(2));
    }

    private static ResourceType find(ResourceTypes types, String group, String version, String plural) {
        return types.find(group, version, plural)
                .orElseThrow(() -> ResourceTypes.isKnownElsewhere(group, plural)
                        ? ApiException.notModelled(plural + (group.isEmpty() ? "" : "." + group))
                        : ApiException.noSuchPath());
    }
}
