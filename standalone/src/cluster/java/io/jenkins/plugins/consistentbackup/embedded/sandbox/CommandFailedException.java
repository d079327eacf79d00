package io.jenkins.plugins.consistentbackup.embedded.sandbox;

/** A command of the operating system ended with a status other than zero, or did not end in time. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message);
    }
}
