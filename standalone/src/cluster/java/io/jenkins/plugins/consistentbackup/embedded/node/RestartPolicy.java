package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;

/** Whether containers that have ended are started again. */
enum RestartPolicy {
    ALWAYS,
    ON_FAILURE,
    NEVER;

    static RestartPolicy of(ObjectNode pod) {
        return switch (Json.text(pod, "/spec/restartPolicy")) {
            case "Never" -> NEVER;
            case "OnFailure" -> ON_FAILURE;
            default -> ALWAYS;
        };
    }

    boolean restartsAfter(int exitCode) {
        return this == ALWAYS || this == ON_FAILURE && exitCode != 0;
    }

    /** Init containers have done their work when they end well. */
    RestartPolicy forInit() {
        return this == NEVER ? NEVER : ON_FAILURE;
    }
}
