package io.jenkins.plugins.consistentbackup.embedded.node;

/** A container's or exec's program could not be started; the message is what a container runtime says. */
public final class StartFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailedException(String message) {
        super(message);
    }
}
