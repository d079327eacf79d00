package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;

/** A container has no shell, so that nothing can be asked or held there. Some have none on purpose: distroless images. */
public final class NoShellException extends HoldException {
    private static final long serialVersionUID = 1L;

    NoShellException(final ContainerRef container) {
        super("container " + container + " has no shell (no sh on its PATH), and everything that is asked of a database"
                + " is asked by one; use an image that has a shell, or leave the pod out of the selection");
    }
}
