package io.jenkins.plugins.consistentbackup.cluster;

/** A kubeconfig that cannot or may not be used. The message names the entry, and what to do. */
public final class KubeconfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KubeconfigException(final String message) {
        super(message);
    }

    public KubeconfigException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
