package io.jenkins.plugins.consistentbackup.embedded.controller.snapshot;

/** A snapshot cannot be made as things are; the message becomes {@code status.error} and an event. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
