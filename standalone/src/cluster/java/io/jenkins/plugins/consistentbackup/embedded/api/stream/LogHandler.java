package io.jenkins.plugins.consistentbackup.embedded.api.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/** Gives the output of containers; the node's part of pods/log. */
@FunctionalInterface
public interface LogHandler {

    /**
     * Opens a container's log. With {@code follow} the stream ends when the container does; closing it ends it sooner.
     *
     * @param pod not to be changed
     * @throws IOException if there is no log, with the reason for the user
     */
    InputStream open(ObjectNode pod, String container, LogRequest request) throws IOException;
}
