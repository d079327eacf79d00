package io.jenkins.plugins.consistentbackup.embedded.node;

import io.jenkins.plugins.consistentbackup.embedded.image.Image;
import java.util.function.IntUnaryOperator;

/** Starts a process for a container, whose pod knows its volumes, variables and ports. */
interface ContainerStart {

    /** @throws StartFailedException if what the container's specification refers to is not there */
    ContainerProcess start(Image image, ContainerLog log);

    /** The host's port that stands for a port of the container; the same number if none does. */
    IntUnaryOperator port();
}
