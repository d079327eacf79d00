package io.jenkins.plugins.consistentbackup.phase;

/** An operation failed, and its cleaning up has ended. The message says what, where and what to do, for people. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String phase;

    /**
     * @param phase the phase that failed
     * @param message what, where and what to do
     * @param cause what failed; failures of the cleaning up are its suppressed ones
     */
    public RunFailedException(final String phase, final String message, final Throwable cause) {
        super(message, cause);
        this.phase = phase;
    }

    public String phase() {
        return phase;
    }
}
