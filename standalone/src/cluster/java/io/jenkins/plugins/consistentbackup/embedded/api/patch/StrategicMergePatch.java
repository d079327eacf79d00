package io.jenkins.plugins.consistentbackup.embedded.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Strategic merge patch with its directives ({@code $patch}, {@code $deleteFromPrimitiveList}; the order that
 * {@code $setElementOrder} asks for is not kept):
 * https://github.com/kubernetes/design-proposals-archive/blob/main/cli/preserve-order-in-strategic-merge-patch.md.
 */
final class StrategicMergePatch {

    private static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList/";

    private StrategicMergePatch() {}

    static JsonNode apply(JsonNode target, JsonNode change) {
        return merge("", target, change);
    }

    /** Puts values over others as server-side apply does, which knows no directives and no null. */
    static JsonNode merge(String field, JsonNode target, JsonNode change) {
        if (change instanceof ObjectNode object) {
            return mergeObject(target, object);
        }
        if (change instanceof ArrayNode list) {
            return mergeList(field, target, list);
        }
        return change;
    }

    private static JsonNode mergeObject(JsonNode target, ObjectNode change) {
        if (change.path("$patch").asText().equals("replace")) {
            return change.deepCopy().without("$patch");
        }
        ObjectNode result = target instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        change.properties().forEach(entry -> mergeField(result, entry.getKey(), entry.getValue()));
        return result;
    }

    private static void mergeField(ObjectNode result, String name, JsonNode value) {
        if (name.startsWith(DELETE_FROM_LIST)) {
            String list = name.substring(DELETE_FROM_LIST.length());
            result.set(list, without(result.path(list), value));
        } else if (name.startsWith("$")) {
            return;
        } else if (value.isNull()) {
            result.remove(name);
        } else {
            result.set(name, merge(name, result.path(name), value));
        }
    }

    private static ArrayNode without(JsonNode list, JsonNode unwanted) {
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : list) {
            if (!contains(unwanted, element)) {
                left.add(element);
            }
        }
        return left;
    }

    private static boolean contains(JsonNode list, JsonNode wanted) {
        for (JsonNode element : list) {
            if (element.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode mergeList(String field, JsonNode target, ArrayNode change) {
        ArrayNode result = target instanceof ArrayNode list ? list : JsonNodeFactory.instance.arrayNode();
        if (ListKeys.isSet(field)) {
            for (JsonNode value : change) {
                if (!contains(result, value)) {
                    result.add(value);
                }
            }
            return result;
        }
        List<String> keys = ListKeys.of(field, change);
        if (keys.isEmpty()) {
            return change.deepCopy();
        }
        change.forEach(element -> mergeElement(result, keys, element));
        return result;
    }

    private static void mergeElement(ArrayNode result, List<String> keys, JsonNode element) {
        int at = indexOf(result, keys, element);
        if (element.path("$patch").asText().equals("delete")) {
            if (at >= 0) {
                result.remove(at);
            }
        } else if (at >= 0) {
            result.set(at, merge("", result.get(at), element));
        } else {
            result.add(merge("", JsonNodeFactory.instance.objectNode(), element));
        }
    }

    private static int indexOf(ArrayNode list, List<String> keys, JsonNode element) {
        for (int i = 0; i < list.size(); i++) {
            if (ListKeys.sameElement(keys, list.get(i), element)) {
                return i;
            }
        }
        return -1;
    }
}
