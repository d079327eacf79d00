package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

/** A step failed as steps do: the message is for the build log, without a stack trace. */
public final class StepFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StepFailedException(String message) {
        super(message);
    }

    public StepFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
