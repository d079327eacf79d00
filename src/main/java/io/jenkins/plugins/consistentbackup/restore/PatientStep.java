package io.jenkins.plugins.consistentbackup.restore;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Makes a step again, within the limit for the start of a workload, as long as the API server does not answer, or something
 * came in between: a request that nobody waits for any more may take effect late. Taking back has this patience. It begins
 * when something failed, which may be just that the API server is away, and when it is given up the workload stays stopped.
 *
 * @param step idempotent; goes by what the cluster shows
 */
record PatientStep(NamedPhase.Step step) implements NamedPhase.Step {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Set<Reason> PASSING = EnumSet.of(
            Reason.LOST,
            Reason.TIMEOUT,
            Reason.SERVER,
            Reason.TOO_MANY_REQUESTS,
            Reason.ALREADY_EXISTS,
            Reason.CONFLICT);

    @Override
    public CompletableFuture<Void> run(final RestoreState state, final Tools tools) {
        Duration patience = state.limits().start();
        RetryPolicy<Void> policy = RetryPolicy.<Void>builder()
                .handleIf(PatientStep::passes)
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withMaxRetries(-1)
                .withMaxDuration(patience)
                .onRetryScheduled(event -> {
                    if (event.isFirstAttempt()) {
                        tools.say("  tried again, for " + patience.toSeconds() + " s: "
                                + Futures.cause(event.getLastException()).getMessage());
                    }
                })
                .build();
        return Failsafe.with(policy).with(tools.scheduler()).getStageAsync(() -> step.run(state, tools));
    }

    private static boolean passes(final Throwable failure) {
        return Futures.cause(failure) instanceof ClusterException known && PASSING.contains(known.reason());
    }
}
