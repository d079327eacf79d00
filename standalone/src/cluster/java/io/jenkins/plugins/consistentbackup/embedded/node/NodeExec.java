package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecHandler;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecProcess;
import java.io.IOException;
import java.util.List;

/** Runs programs in the containers of a node. */
final class NodeExec implements ExecHandler {
    private final Node node;

    NodeExec(Node node) {
        this.node = node;
    }

    @Override
    public ExecProcess start(ObjectNode pod, String container, List<String> command) throws IOException {
        Metadata metadata = Metadata.of(pod);
        ContainerProcess process = node.pod(metadata.namespace(), metadata.name())
                .flatMap(lifecycle -> lifecycle.container(container))
                .flatMap(ContainerLifecycle::process)
                .orElseThrow(() -> new IOException("container not found (\"" + container + "\")"));
        try {
            return ExecProcess.of(process.exec(command));
        } catch (StartFailedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
