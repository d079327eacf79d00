package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The objects of the fake cluster, as JSON, with uids, versions, merge patches and preconditions. */
final class FakeObjects {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private final Map<String, TreeMap<String, ObjectNode>> objects = new TreeMap<>();
    private long counter;

    ObjectNode find(final Kind<?> kind, final String namespace, final String name) {
        return all(kind).get(key(kind, namespace, name));
    }

    /** @throws ClusterException when it is not there */
    ObjectNode existing(final Kind<?> kind, final String namespace, final String name) {
        ObjectNode current = find(kind, namespace, name);
        if (current == null) {
            throw new ClusterException(Reason.NOT_FOUND, kind + " " + name + " is not there");
        }
        return current;
    }

    Map<String, ObjectNode> all(final Kind<?> kind) {
        return objects.computeIfAbsent(kind.plural(), plural -> new TreeMap<>());
    }

    /** All of a kind in a namespace; in every one for null. */
    List<ObjectNode> in(final Kind<?> kind, final String namespace) {
        return all(kind).values().stream()
                .filter(object -> namespace == null
                        || namespace.equals(object.at("/metadata/namespace").asText()))
                .toList();
    }

    String next(final String prefix) {
        return prefix + ++counter;
    }

    ObjectNode store(final Kind<?> kind, final ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        if (!metadata.hasNonNull("uid")) {
            metadata.put("uid", next("uid-"));
        }
        metadata.put("resourceVersion", next(""));
        all(kind).put(keyOf(kind, object), object);
        return object;
    }

    void remove(final Kind<?> kind, final ObjectNode object) {
        all(kind).remove(keyOf(kind, object));
    }

    /** @throws ClusterException when it is another object, or another version, than the one that is wanted */
    static void demand(final ObjectNode current, final JsonNode wanted) {
        for (String field : List.of("uid", "resourceVersion")) {
            JsonNode demanded = wanted.path("metadata").path(field);
            if (demanded.isTextual()
                    && !demanded.equals(current.path("metadata").path(field))) {
                throw new ClusterException(Reason.CONFLICT, field + " is not " + demanded);
            }
        }
    }

    /** RFC 7386. */
    static void merge(final ObjectNode target, final JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value.isObject()) {
                ObjectNode child = target.path(field.getKey()).isObject()
                        ? (ObjectNode) target.get(field.getKey())
                        : target.putObject(field.getKey());
                merge(child, value);
            } else {
                target.set(field.getKey(), value);
            }
        }
    }

    static ObjectNode tree(final HasMetadata object) {
        return SERIALIZATION.convertValue(object, ObjectNode.class);
    }

    static <T extends HasMetadata> T typed(final Kind<T> kind, final ObjectNode tree) {
        return SERIALIZATION.convertValue(tree, kind.type());
    }

    private static String keyOf(final Kind<?> kind, final ObjectNode object) {
        return key(
                kind,
                object.at("/metadata/namespace").asText(null),
                object.at("/metadata/name").asText());
    }

    private static String key(final Kind<?> kind, final String namespace, final String name) {
        return kind.namespaced() ? namespace + "/" + name : name;
    }
}
