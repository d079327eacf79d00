package io.jenkins.plugins.consistentbackup.snapshot;

/** A snapshot that was not cut, not ready, or is not the one that was asked for. The message says what, where and why. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SnapshotException(final String message) {
        super(message);
    }

    public SnapshotException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
