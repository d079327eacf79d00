package io.jenkins.plugins.consistentbackup.local;

/** What the user gave cannot be used. The message says what, where and what to do. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
