package io.jenkins.plugins.consistentbackup.cluster;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Does work again, with growing pauses, as long as it fails for a reason that passes by itself, until a limit. For what is
 * done after a failure: the reason may be just that the API server is away, and then so is all that is needed to repair it.
 */
public final class Patience {
    /** The API server does not answer, or is not able to. */
    public static final Set<Reason> AWAY = Collections.unmodifiableSet(
            EnumSet.of(Reason.LOST, Reason.TIMEOUT, Reason.SERVER, Reason.TOO_MANY_REQUESTS));

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Duration limit;
    private final Set<Reason> passing;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier nanoTime;

    /**
     * @param limit for all tries together; the last one may end later
     * @param passing the reasons that pass by themselves
     * @param scheduler for the pauses; never blocked
     * @param nanoTime the time that the limit is measured by, as {@link System#nanoTime()}
     */
    public Patience(
            final Duration limit,
            final Set<Reason> passing,
            final ScheduledExecutorService scheduler,
            final LongSupplier nanoTime) {
        this.limit = Objects.requireNonNull(limit);
        this.passing = Set.copyOf(passing);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.nanoTime = Objects.requireNonNull(nanoTime);
    }

    /**
     * Does work until it succeeds.
     *
     * @param work idempotent; goes by what the cluster shows
     * @param log hears the first failure that is passed over, and each that has another reason than the one before
     * @return fails with the work's failure when that does not pass, or when the limit is over
     */
    public CompletableFuture<Void> on(final Supplier<CompletableFuture<Void>> work, final Consumer<String> log) {
        long begun = nanoTime.getAsLong();
        AtomicReference<Reason> told = new AtomicReference<>();
        RetryPolicy<Void> policy = RetryPolicy.<Void>builder()
                .handleIf(failure -> passes(failure) && nanoTime.getAsLong() - begun < limit.toNanos())
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withMaxRetries(-1)
                .onRetryScheduled(event -> {
                    Throwable failure = Futures.cause(event.getLastException());
                    Reason reason = ((ClusterException) failure).reason();
                    if (told.getAndSet(reason) != reason) {
                        Duration left = limit.minusNanos(nanoTime.getAsLong() - begun);
                        log.accept("  tried again, for "
                                + Math.max(1, left.plusMillis(999).toSeconds()) + " s: " + failure.getMessage());
                    }
                })
                .build();
        return Failsafe.with(policy).with(scheduler).getStageAsync(work::get);
    }

    private boolean passes(final Throwable failure) {
        return Futures.cause(failure) instanceof ClusterException known && passing.contains(known.reason());
    }
}
