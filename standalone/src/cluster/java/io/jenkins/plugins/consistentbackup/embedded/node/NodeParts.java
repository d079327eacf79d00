package io.jenkins.plugins.consistentbackup.embedded.node;

import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import io.jenkins.plugins.consistentbackup.embedded.image.ImageRegistry;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import java.nio.file.Path;

/** What every pod of the node shares. */
record NodeParts(
        ClusterObjects objects,
        Workers workers,
        Sandbox sandbox,
        ImageRegistry images,
        PodVolumes volumes,
        Ports ports,
        Path directory) {}
