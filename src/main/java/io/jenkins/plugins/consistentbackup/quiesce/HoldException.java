package io.jenkins.plugins.consistentbackup.quiesce;

/** A database could not be held, or a hold did not last. The message says what, where and what to do. */
public class HoldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HoldException(final String message) {
        super(message);
    }

    public HoldException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
