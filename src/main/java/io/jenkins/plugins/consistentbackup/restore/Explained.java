package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.Futures;

/** Failures with more words, which still tell {@link PatientStep} whether another try may help. */
final class Explained {
    private Explained() {}

    /** @param more is added to the failure's message */
    static RuntimeException of(final Throwable failure, final String more) {
        Throwable cause = Futures.cause(failure);
        String message = cause.getMessage() + more;
        return cause instanceof ClusterException known
                ? new ClusterException(known.reason(), message, cause)
                : new RestoreException(message);
    }
}
