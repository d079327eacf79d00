package io.jenkins.plugins.consistentbackup.cluster;

/** A request to the cluster that failed, with a message for people and a reason for decisions. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a failed request means for what comes next. */
    public enum Reason {
        /** 401. */
        UNAUTHORIZED,
        /** 403. */
        FORBIDDEN,
        /** 404. */
        NOT_FOUND,
        /** 409 AlreadyExists. */
        ALREADY_EXISTS,
        /** 409 Conflict: changed meanwhile, or a precondition does not hold. */
        CONFLICT,
        /** 410: a watch must start again from a list. */
        GONE,
        /** 400 or 422: will never work. */
        INVALID,
        /** 429. */
        TOO_MANY_REQUESTS,
        /** 5xx. */
        SERVER,
        /** No answer: it is unknown whether the request had an effect. */
        LOST,
        /** The deadline passed. */
        TIMEOUT,
        /** The caller cancelled. */
        CANCELLED
    }

    private final Reason reason;

    public ClusterException(final Reason reason, final String message) {
        super(message);
        this.reason = reason;
    }

    public ClusterException(final Reason reason, final String message, final Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
