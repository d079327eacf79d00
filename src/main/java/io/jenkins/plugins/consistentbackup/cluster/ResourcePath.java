package io.jenkins.plugins.consistentbackup.cluster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Paths of the API: what stands behind the server's URL. Names are data and are encoded. */
final class ResourcePath {
    private final String path;
    private final List<String> query = new ArrayList<>();

    private ResourcePath(final String path) {
        this.path = path;
    }

    /** All objects of a kind in a namespace, or, with null, wherever they are. */
    static ResourcePath of(final Kind<?> kind, final String namespace) {
        String base = kind.group().isEmpty() ? "/api/" + kind.version() : "/apis/" + kind.apiVersion();
        String in = namespace == null || !kind.namespaced() ? "" : "/namespaces/" + encode(namespace);
        return new ResourcePath(base + in + "/" + kind.plural());
    }

    /** One object, or a subresource of it ({@code name/scale} as two steps). */
    static ResourcePath of(final Kind<?> kind, final String namespace, final String... steps) {
        String below = List.of(steps).stream().map(ResourcePath::encode).collect(Collectors.joining("/"));
        return new ResourcePath(of(kind, namespace).path + "/" + below);
    }

    /** A path that is known as it is. */
    static ResourcePath literal(final String path) {
        return new ResourcePath(path);
    }

    ResourcePath with(final String parameter, final String value) {
        query.add(encode(parameter) + "=" + encode(value));
        return this;
    }

    ResourcePath withLabels(final Map<String, String> labels) {
        if (labels.isEmpty()) {
            return this;
        }
        return with(
                "labelSelector",
                labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .sorted()
                        .collect(Collectors.joining(",")));
    }

    private static String encode(final String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }
}
