package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecEnd;

/** The last message of an exec connection: how the program ended. */
final class ExecStatus {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExecStatus() {}

    /**
     * @param status Status object as JSON, or empty when none came
     * @param otherwise why the connection ended, when there is no status
     */
    static ExecEnd read(final String status, final String otherwise) {
        JsonNode node;
        try {
            node = JSON.readTree(status);
        } catch (JsonProcessingException e) {
            return new ExecEnd(null, "unreadable status");
        }
        if (node == null || node.isMissingNode()) {
            return new ExecEnd(null, otherwise);
        }
        if ("Success".equals(node.path("status").asText(""))) {
            return new ExecEnd(0, "");
        }
        if ("NonZeroExitCode".equals(node.path("reason").asText(""))) {
            for (JsonNode cause : node.path("details").path("causes")) {
                String code = cause.path("message").asText("");
                if ("ExitCode".equals(cause.path("reason").asText("")) && code.matches("[0-9]{1,3}")) {
                    return new ExecEnd(Integer.valueOf(code), "");
                }
            }
        }
        return new ExecEnd(null, node.path("message").asText("the program could not be started"));
    }
}
