package io.jenkins.plugins.consistentbackup.embedded.api.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** Runs programs in containers; the node's part of pods/exec. */
@FunctionalInterface
public interface ExecHandler {

    /**
     * Starts a program. The API server has made sure that the pod has such a container and is not finished.
     *
     * @param pod not to be changed
     * @throws IOException if it cannot be started, with the words of the container runtime
     */
    ExecProcess start(ObjectNode pod, String container, List<String> command) throws IOException;
}
