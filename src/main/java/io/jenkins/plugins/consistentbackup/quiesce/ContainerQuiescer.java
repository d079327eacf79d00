package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;

/** Holds containers by a script that is sent to their shell. */
public final class ContainerQuiescer implements Quiescer {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MARK_BYTES = 8;
    /** What a leftover may take beyond the hold's own deadline, by which it is over in any case. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private final ContainerExec exec;
    private final ScheduledExecutorService timer;

    /** @param timer runs deadlines and heartbeats; never blocked by this class */
    public ContainerQuiescer(final ContainerExec exec, final ScheduledExecutorService timer) {
        this.exec = exec;
        this.timer = timer;
    }

    @Override
    public CompletableFuture<Hold> hold(final HoldRequest request) {
        if (request.budget().compareTo(request.deadline()) >= 0
                || request.lockWait().compareTo(request.budget()) >= 0) {
            return CompletableFuture.failedFuture(new HoldException("cannot hold " + request.container()
                    + ": the lock wait (" + request.lockWait() + ") must be shorter than the budget ("
                    + request.budget() + "), and that shorter than the deadline (" + request.deadline() + ")"));
        }
        String script = HolderScript.hold(request, mark());
        ExecHold hold = new ExecHold(request, timer);
        exec.open(request.container(), HolderScript.COMMAND, hold).whenComplete((session, failure) -> {
            if (failure == null) {
                hold.opened(session, script);
            } else {
                hold.refused(cause(failure));
            }
        });
        return hold.held().copy();
    }

    @Override
    public CompletableFuture<Void> releaseLeftover(final HoldRequest request) {
        Duration limit = request.deadline().plus(SLACK);
        String script = HolderScript.leftover(request, mark(), limit);
        return new ShortExec(exec, timer)
                .run(request.container(), script, limit.plus(SLACK))
                .handle((result, failure) -> {
                    if (failure != null && isGone(cause(failure))) {
                        return null; // The pod is gone, and what it ran with it.
                    }
                    if (failure != null) {
                        throw new HoldException(
                                HoldMessages.leftover(request, cause(failure).getMessage()));
                    }
                    List<String> lines = result.lines();
                    if (!lines.contains("OVER")) {
                        throw new HoldException(HoldMessages.leftover(
                                request, String.join(" ", lines) + " (" + result.end() + ")" + result.tail()));
                    }
                    return null;
                });
    }

    private static boolean isGone(final Throwable cause) {
        return cause instanceof ClusterException e && e.reason() == Reason.NOT_FOUND;
    }

    static Throwable cause(final Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Begins the lines that are ours; nothing that a database prints can be taken for one. */
    static String mark() {
        byte[] bytes = new byte[MARK_BYTES];
        RANDOM.nextBytes(bytes);
        return "cb-" + HexFormat.of().formatHex(bytes);
    }
}
