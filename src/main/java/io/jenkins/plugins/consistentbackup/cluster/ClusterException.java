package io.jenkins.plugins.consistentbackup.cluster;

import java.time.Duration;

/** A request to the cluster that failed, with a message for people and a reason for decisions. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a failed request means for what comes next. */
    public enum Reason {
        /** 401, or 407 of a proxy. */
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
        /** 400, 422 and other answers about the request itself: will never work. */
        INVALID,
        /** 429. */
        TOO_MANY_REQUESTS,
        /** 5xx, or what a proxy says that does not reach the server. */
        SERVER,
        /** No answer: it is unknown whether the request had an effect. */
        LOST,
        /** The deadline passed. */
        TIMEOUT,
        /** The caller cancelled. */
        CANCELLED
    }

    private final Reason reason;
    private final Duration retryAfter;

    public ClusterException(final Reason reason, final String message) {
        this(reason, message, (Throwable) null);
    }

    public ClusterException(final Reason reason, final String message, final Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = Duration.ZERO;
    }

    ClusterException(final Reason reason, final String message, final Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** How long the server asks to wait before the next try; zero when it does not say. */
    Duration retryAfter() {
        return retryAfter;
    }

    public Reason reason() {
        return reason;
    }
}
