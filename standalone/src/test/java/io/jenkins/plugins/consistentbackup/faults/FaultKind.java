package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The ways in which a request fails. */
enum FaultKind {
    UNAUTHORIZED(() -> Fault.answer(401, "Unauthorized", "Unauthorized")),
    FORBIDDEN(Fault::forbidden),
    NOT_FOUND(() -> Fault.answer(404, "NotFound", "injected fault: not found")),
    CONFLICT(Fault::conflict),
    ALREADY_EXISTS(() -> Fault.answer(409, "AlreadyExists", "injected fault: already exists")),
    GONE(() -> Fault.answer(410, "Expired", "injected fault: too old resource version")),
    TOO_MANY_REQUESTS(() -> Fault.tooManyRequests(1)),
    INTERNAL_ERROR(Fault::internalError),
    UNAVAILABLE(Fault::unavailable),
    CUT_BEFORE(Fault::cutBefore),
    CUT_AFTER(Fault::cutAfter),
    /** It takes effect only when its client has given it up. */
    STALL(() -> Fault.stall(new CompletableFuture<>(), SweepCluster.REQUEST_DEADLINE.plusMillis(500))),
    WATCH_DROPPED(() -> new Fault.DropWatch(1)),
    WATCH_REPLAYED(Fault.ReplayWatch::new),
    WATCH_STALE(Fault.StaleWatch::new);

    private final Supplier<Fault> fault;

    FaultKind(final Supplier<Fault> fault) {
        this.fault = fault;
    }

    Fault fault() {
        return fault.get();
    }

    /** Those that make sense for a request: watches can be spoiled while they are open, too. */
    static List<FaultKind> of(final Target target) {
        return Arrays.stream(values())
                .filter(kind -> target.isWatch() || !kind.name().startsWith("WATCH_"))
                .filter(kind -> target.label().startsWith("create ") || kind != ALREADY_EXISTS)
                .toList();
    }
}
