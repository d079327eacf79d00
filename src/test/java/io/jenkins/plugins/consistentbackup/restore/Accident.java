package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What may happen to a process at one of its writes. */
enum Accident {
    /** The process ends before the write reaches anybody. */
    DEATH_BEFORE(null, false),
    /** The process ends when the write has been done. */
    DEATH_AFTER(null, true),
    /** 401, as from a token that has just expired. */
    UNAUTHORIZED(Reason.UNAUTHORIZED, false),
    /** 403, as from a right that was taken away or an admission webhook. */
    FORBIDDEN(Reason.FORBIDDEN, false),
    /** 404, as from a proxy that does not reach its API server. */
    NOT_FOUND(Reason.NOT_FOUND, false),
    /** 409. */
    CONFLICT(Reason.CONFLICT, false),
    /** 410. */
    GONE(Reason.GONE, false),
    /** 429 until the client's patience was at its end. */
    TOO_MANY_REQUESTS(Reason.TOO_MANY_REQUESTS, false),
    /** 500 in place of the effect. */
    SERVER_ERROR(Reason.SERVER, false),
    /** 500 after the effect, as etcd's timeouts are told. */
    SERVER_ERROR_AFTER(Reason.SERVER, true),
    /** The connection is cut before the write reaches the server. */
    CUT_BEFORE(Reason.LOST, false),
    /** The connection is cut when the write has been done. */
    CUT_AFTER(Reason.LOST, true),
    /** Nobody waits for the answer any more when it has its effect, so many requests later. */
    LATE(Reason.TIMEOUT, false);

    private final Reason reason;
    private final boolean done;

    Accident(final Reason reason, final boolean done) {
        this.reason = reason;
        this.done = done;
    }

    /** Those that the process lives through, and that are over when it hears of them. */
    static List<Accident> failures() {
        return Arrays.stream(values())
                .filter(accident -> !accident.kills() && accident != LATE)
                .toList();
    }

    /** Whether the process ends; otherwise it gets {@link #answer()}. */
    boolean kills() {
        return reason == null;
    }

    /** Whether the write has its effect at once. */
    boolean takesEffect() {
        return done;
    }

    /**
     * What the process gets. For the client a 404 is no failure where nothing was to be found or deleted.
     *
     * @param method of the cluster
     */
    CompletableFuture<?> answer(final String method) {
        if (this == NOT_FOUND && method.equals("get")) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (this == NOT_FOUND && method.equals("delete")) {
            return CompletableFuture.completedFuture(false);
        }
        return CompletableFuture.failedFuture(new ClusterException(reason, "accident: " + this));
    }
}
