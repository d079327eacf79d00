package io.jenkins.plugins.consistentbackup.embedded.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a field is, in the steps of FieldsV1: {@code f:name} a field, {@code k:{…}} the element of a list with these
 * keys, {@code v:…} a value of a set.
 */
record FieldPath(List<String> steps) {

    static final FieldPath ROOT = new FieldPath(List.of());

    FieldPath then(String step) {
        List<String> longer = new ArrayList<>(steps);
        longer.add(step);
        return new FieldPath(List.copyOf(longer));
    }

    FieldPath field(String name) {
        return then("f:" + name);
    }

    FieldPath element(List<String> keys, JsonNode element) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        for (String name : keys) {
            if (element.has(name)) {
                key.set(name, element.get(name));
            } else {
                key.put(name, ListKeys.keyOf(element, name));
            }
        }
        return then("k:" + key);
    }

    FieldPath value(JsonNode value) {
        return then("v:" + value);
    }

    /** Takes the field out of the object, and what is left empty around it. */
    void removeFrom(JsonNode object) {
        remove(object, 0);
    }

    private void remove(JsonNode container, int depth) {
        String step = steps.get(depth);
        boolean last = depth == steps.size() - 1;
        if (step.startsWith("f:") && container instanceof ObjectNode object) {
            String name = step.substring(2);
            if (last) {
                object.remove(name);
            } else if (object.has(name)) {
                remove(object.get(name), depth + 1);
                if (object.get(name).isContainerNode() && object.get(name).isEmpty()) {
                    object.remove(name);
                }
            }
        } else if (container instanceof ArrayNode list) {
            for (int i = list.size() - 1; i >= 0; i--) {
                removeFromElement(list, i, step, last, depth);
            }
        }
    }

    private void removeFromElement(ArrayNode list, int index, String step, boolean last, int depth) {
        JsonNode element = list.get(index);
        if (!isAt(step, element)) {
            return;
        }
        if (!last) {
            remove(element, depth + 1);
        }
        // Without the field that names it, an element is no longer there.
        if (last || !isAt(step, element)) {
            list.remove(index);
        }
    }

    private static boolean isAt(String step, JsonNode element) {
        if (step.startsWith("v:")) {
            return step.substring(2).equals(element.toString());
        }
        JsonNode key = Leaves.read(step.substring(2));
        List<String> names = new ArrayList<>();
        key.fieldNames().forEachRemaining(names::add);
        return ListKeys.sameElement(names, key, element);
    }

    /** As messages name it: {@code .spec.template.containers[name="db"].image}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String step : steps) {
            if (step.startsWith("f:")) {
                text.append('.').append(step.substring(2));
            } else if (step.startsWith("v:")) {
                text.append("[=").append(step.substring(2)).append(']');
            } else {
                List<String> keys = new ArrayList<>();
                Leaves.read(step.substring(2))
                        .properties()
                        .forEach(key -> keys.add(key.getKey() + "=" + key.getValue()));
                text.append('[').append(String.join(",", keys)).append(']');
            }
        }
        return text.toString();
    }
}
