package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.LogHandler;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.LogRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Gives the output of the containers of a node. */
final class NodeLogs implements LogHandler {
    private final Node node;

    NodeLogs(Node node) {
        this.node = node;
    }

    @Override
    public InputStream open(ObjectNode pod, String container, LogRequest request) throws IOException {
        Metadata metadata = Metadata.of(pod);
        ContainerLifecycle lifecycle = node.pod(metadata.namespace(), metadata.name())
                .flatMap(found -> found.container(container))
                .orElseThrow(() -> new IOException(
                        "container \"" + container + "\" in pod \"" + metadata.name() + "\" is waiting to start"));
        ContainerLog log = lifecycle
                .log(request.previous())
                .orElseThrow(() -> new IOException((request.previous() ? "previous terminated " : "")
                        + "container \"" + container + "\" in pod \"" + metadata.name() + "\" "
                        + (request.previous() ? "not found" : "is waiting to start")));
        List<ContainerLog.Line> lines = log.lines();
        int skipped = request.tailLines() < 0 ? 0 : (int) Math.max(0, lines.size() - request.tailLines());
        if (request.follow() && !request.previous() && lifecycle.process().isPresent()) {
            FollowedLog followed = new FollowedLog(log, skipped);
            lifecycle.process().get().exit().whenComplete((status, failure) -> followed.end());
            return followed;
        }
        StringBuilder text = new StringBuilder();
        lines.stream().skip(skipped).forEach(line -> text.append(line.text()).append('\n'));
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
