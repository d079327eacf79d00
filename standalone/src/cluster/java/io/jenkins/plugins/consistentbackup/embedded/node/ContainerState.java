package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import java.time.Instant;

/** What a container is doing, as {@code state} and {@code lastState} of its status say it. */
sealed interface ContainerState {

    /** The state as Kubernetes writes it. */
    ObjectNode toJson();

    /** No process yet, or none again. */
    record Waiting(String reason, String message) implements ContainerState {
        @Override
        public ObjectNode toJson() {
            ObjectNode waiting = Json.object().put("reason", reason);
            if (!message.isEmpty()) {
                waiting.put("message", message);
            }
            ObjectNode state = Json.object();
            state.set("waiting", waiting);
            return state;
        }
    }

    /** Its first process runs. */
    record Running(Instant since) implements ContainerState {
        @Override
        public ObjectNode toJson() {
            ObjectNode state = Json.object();
            state.putObject("running").put("startedAt", Json.time(since));
            return state;
        }
    }

    /** Its first process has ended. */
    record Terminated(int exitCode, String reason, String message, Instant started, Instant finished, String id)
            implements ContainerState {
        @Override
        public ObjectNode toJson() {
            ObjectNode terminated = Json.object()
                    .put("exitCode", exitCode)
                    .put("reason", reason)
                    .put("startedAt", Json.time(started))
                    .put("finishedAt", Json.time(finished))
                    .put("containerID", id);
            if (!message.isEmpty()) {
                terminated.put("message", message);
            }
            ObjectNode state = Json.object();
            state.set("terminated", terminated);
            return state;
        }
    }
}
