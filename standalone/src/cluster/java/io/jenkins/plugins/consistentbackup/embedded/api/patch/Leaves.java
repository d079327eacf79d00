package io.jenkins.plugins.consistentbackup.embedded.api.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of an object that can have a manager of their own, with their values. */
final class Leaves {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> OBJECT_WITHOUT_MANAGER = Set.of("apiVersion", "kind");

    private static final Set<String> METADATA_WITHOUT_MANAGER = Set.of(
            "name",
            "namespace",
            "generateName",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
            "managedFields");

    private Leaves() {}

    static Map<FieldPath, JsonNode> of(JsonNode object) {
        Map<FieldPath, JsonNode> leaves = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            FieldPath path = FieldPath.ROOT.field(field.getKey());
            if (field.getKey().equals("metadata")) {
                collectMetadata(path, field.getValue(), leaves);
            } else if (!OBJECT_WITHOUT_MANAGER.contains(field.getKey())) {
                collect(field.getKey(), path, field.getValue(), leaves);
            }
        });
        return leaves;
    }

    private static void collectMetadata(FieldPath path, JsonNode metadata, Map<FieldPath, JsonNode> leaves) {
        metadata.properties().stream()
                .filter(field -> !METADATA_WITHOUT_MANAGER.contains(field.getKey()))
                .forEach(field -> collect(field.getKey(), path.field(field.getKey()), field.getValue(), leaves));
    }

    private static void collect(String name, FieldPath path, JsonNode node, Map<FieldPath, JsonNode> leaves) {
        if (node.isObject() && !node.isEmpty() && !ListKeys.isAtomic(name)) {
            node.properties()
                    .forEach(field -> collect(field.getKey(), path.field(field.getKey()), field.getValue(), leaves));
        } else if (node.isArray() && !node.isEmpty() && ListKeys.isSet(name)) {
            node.forEach(value -> leaves.put(path.value(value), value));
        } else if (node.isArray() && !ListKeys.of(name, node).isEmpty()) {
            List<String> keys = ListKeys.of(name, node);
            node.forEach(element -> collect("", path.element(keys, element), element, leaves));
        } else {
            leaves.put(path, node);
        }
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("managedFields hold a key that is no JSON: " + json, e);
        }
    }
}
