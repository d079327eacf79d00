package io.jenkins.plugins.consistentbackup.demo.jenkinsfile;

/** The Jenkinsfile cannot be run: not Groovy, not declarative, or it uses what this runner does not have. */
public final class JenkinsfileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JenkinsfileException(String message) {
        super(message);
    }

    public JenkinsfileException(String message, Throwable cause) {
        super(message, cause);
    }
}
