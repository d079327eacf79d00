package io.jenkins.plugins.consistentbackup.embedded.controller.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;

/** Conditions of a workload's status. */
final class Conditions {
    private Conditions() {}

    /** Sets a condition; its times stay while it says the same. */
    static void set(ObjectNode status, String type, boolean holds, String reason, String now) {
        ObjectNode condition = null;
        for (JsonNode present : status.withArrayProperty("conditions")) {
            if (present.path("type").asText().equals(type)) {
                condition = (ObjectNode) present;
            }
        }
        if (condition == null) {
            condition = status.withArrayProperty("conditions").addObject().put("type", type);
        }
        String text = holds ? "True" : "False";
        if (!Json.text(condition, "/status").equals(text)
                || !Json.text(condition, "/reason").equals(reason)) {
            condition.put("status", text).put("reason", reason);
            condition.put("lastUpdateTime", now).put("lastTransitionTime", now);
        }
    }

    static boolean holds(ObjectNode object, String type) {
        return Json.items(object, "/status/conditions")
                .anyMatch(condition -> condition.path("type").asText().equals(type)
                        && condition.path("status").asText().equals("True"));
    }
}
