package io.jenkins.plugins.consistentbackup.embedded.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How lists of the built-in types are put together, by the name of the field: {@code +listMapKey}, {@code +listType}
 * and {@code +structType} in k8s.io/api. Custom types declare none, their lists are replaced as a whole.
 */
final class ListKeys {

    private static final List<String> NAME = List.of("name");

    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("containers", NAME),
            Map.entry("initContainers", NAME),
            Map.entry("ephemeralContainers", NAME),
            Map.entry("volumes", NAME),
            Map.entry("env", NAME),
            Map.entry("imagePullSecrets", NAME),
            Map.entry("secrets", NAME),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("ownerReferences", List.of("uid")),
            Map.entry("conditions", List.of("type")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")));

    private static final Set<String> SETS = Set.of("finalizers");

    private static final Set<String> ATOMIC = Set.of(
            "selector",
            "nodeSelector",
            "labelSelector",
            "configMapKeyRef",
            "secretKeyRef",
            "fieldRef",
            "resourceFieldRef",
            "dataSource",
            "volumeSnapshotRef");

    private ListKeys() {}

    /** The fields that tell the elements of this list apart; none if the list is a whole. */
    static List<String> of(String field, JsonNode list) {
        if (!list.path(0).isObject()) {
            return List.of();
        }
        if (field.equals("ports")) {
            return list.path(0).has("containerPort")
                    ? List.of("containerPort", "protocol")
                    : List.of("port", "protocol");
        }
        return KEYS.getOrDefault(field, List.of());
    }

    /** Whether the list is a set of values. */
    static boolean isSet(String field) {
        return SETS.contains(field);
    }

    /** Whether the object has one manager as a whole. */
    static boolean isAtomic(String field) {
        return ATOMIC.contains(field);
    }

    /** Whether both elements are the same one, by these keys; a port without a protocol is one of TCP. */
    static boolean sameElement(List<String> keys, JsonNode one, JsonNode other) {
        return keys.stream().allMatch(key -> keyOf(one, key).equals(keyOf(other, key)));
    }

    static String keyOf(JsonNode element, String key) {
        return key.equals("protocol")
                ? element.path(key).asText("TCP")
                : element.path(key).asText();
    }
}
