package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The hook that runs in a container before it is asked to end. */
final class PreStop {
    private PreStop() {}

    /** Runs it to its end, or to that of the grace period. What it says or returns changes nothing. */
    static void run(JsonNode container, ContainerProcess process, long graceSeconds) {
        List<String> command = Json.items(container, "/lifecycle/preStop/exec/command")
                .map(JsonNode::asText)
                .toList();
        if (command.isEmpty()) {
            return;
        }
        try {
            process.exec(command).waitFor(graceSeconds, TimeUnit.SECONDS);
        } catch (StartFailedException e) {
            // As in Kubernetes: a hook that fails does not keep a container alive.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
