package io.jenkins.plugins.consistentbackup.restore;

/** A restore, undo or clone cannot be done, or failed. The message says what, where and what to do. */
public final class RestoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RestoreException(final String message) {
        super(message);
    }
}
