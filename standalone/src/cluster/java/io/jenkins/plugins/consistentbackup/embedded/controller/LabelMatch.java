package io.jenkins.plugins.consistentbackup.embedded.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Label selectors as objects have them: {@code matchLabels} and {@code matchExpressions}. */
public final class LabelMatch {
    private LabelMatch() {}

    public static boolean matches(JsonNode selector, ObjectNode object) {
        Map<String, String> labels = Json.strings(object, "/metadata/labels");
        return Json.strings(selector, "/matchLabels").entrySet().stream()
                        .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
                && Json.items(selector, "/matchExpressions").allMatch(expression -> holds(expression, labels));
    }

    private static boolean holds(JsonNode expression, Map<String, String> labels) {
        String key = expression.path("key").asText();
        List<String> values =
                Json.items(expression, "/values").map(JsonNode::asText).toList();
        return switch (expression.path("operator").asText()) {
            case "In" -> labels.containsKey(key) && values.contains(labels.get(key));
            case "NotIn" -> !values.contains(labels.get(key));
            case "Exists" -> labels.containsKey(key);
            case "DoesNotExist" -> !labels.containsKey(key);
            default -> false;
        };
    }
}
