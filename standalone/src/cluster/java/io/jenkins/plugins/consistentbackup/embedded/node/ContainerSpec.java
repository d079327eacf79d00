package io.jenkins.plugins.consistentbackup.embedded.node;

import io.jenkins.plugins.consistentbackup.embedded.image.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A container with everything resolved that the pod only refers to: what the node needs to start a process.
 *
 * @param name the container's name in its pod
 * @param hostname the pod's name, which its processes see as host name
 * @param image what the image's name means here
 * @param command the words to run, image defaults applied
 * @param environment all variables, image defaults applied
 * @param workingDirectory absolute
 * @param identity user, groups and rights
 * @param readOnlyRoot whether nothing but volumes (and {@code /dev/shm}) can be written
 * @param mounts volumes, in the order in which they are mounted
 */
record ContainerSpec(
        String name,
        String hostname,
        Image image,
        List<String> command,
        Map<String, String> environment,
        String workingDirectory,
        Identity identity,
        boolean readOnlyRoot,
        List<Mount> mounts) {

    /** A directory or file of the sandbox that appears at a path of the container. */
    record Mount(Path source, String target, boolean readOnly) {}
}
