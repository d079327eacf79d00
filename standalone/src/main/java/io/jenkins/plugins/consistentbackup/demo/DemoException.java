package io.jenkins.plugins.consistentbackup.demo;

/** The demo cannot go on; not a broken promise, but its own ground gave way. */
public final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
