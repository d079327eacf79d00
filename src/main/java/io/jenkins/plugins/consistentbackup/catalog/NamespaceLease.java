package io.jenkins.plugins.consistentbackup.catalog;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Creation;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The Lease that keeps two runs on one namespace apart. It is advisory: nobody is stopped by it who does not ask. It is
 * renewed three times in its duration, until it is released or lost.
 */
public final class NamespaceLease {
    /**
     * For how long the Lease of a backup, or of a removal of sets, stands without being renewed: after the death of its
     * holder others wait as long. No run takes it for longer.
     */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    /**
     * The patience of who is to get the Lease after any holder that died: the longest one must be seen unchanged for all of
     * its duration, and is looked at now and then.
     */
    public static final Duration OUTLASTING = LONGEST.plusSeconds(10);

    private static final int ATTEMPTS = 3;

    private final Cluster cluster;
    private final String namespace;
    private final String holder;
    private final Duration duration;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private final CompletableFuture<CatalogException> lost = new CompletableFuture<>();
    private final ScheduledFuture<?> renewal;
    private volatile Lease lease;
    private volatile long renewedNanos;
    private volatile boolean released;

    private NamespaceLease(
            final Cluster cluster,
            final Lease lease,
            final long renewedNanos,
            final Duration duration,
            final Clock clock,
            final ScheduledExecutorService scheduler) {
        this.cluster = cluster;
        this.lease = lease;
        this.renewedNanos = renewedNanos;
        this.duration = duration;
        this.clock = clock;
        this.scheduler = scheduler;
        namespace = lease.getMetadata().getNamespace();
        holder = lease.getSpec().getHolderIdentity();
        long period = duration.dividedBy(3).toMillis();
        renewal = scheduler.scheduleAtFixedRate(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the Lease of a namespace. A Lease of the same holder is taken over at once; another's only after it was
     * seen unchanged for its own duration on this process' monotonic clock.
     *
     * @param holder who: it begins with the build's URL, differs for runs that may be at work at the same time, and is
     *     the same when a run goes on after a restart
     * @param duration for how long it stands without being renewed; whole seconds
     * @param patience how long to wait for somebody else's Lease to be released or to expire
     * @return the Lease; fails with {@link CatalogException} that says who holds it since when
     */
    public static CompletableFuture<NamespaceLease> acquire(
            final Cluster cluster,
            final String namespace,
            final String holder,
            final Duration duration,
            final Duration patience,
            final Clock clock,
            final ScheduledExecutorService scheduler) {
        if (holder.isEmpty() || duration.toSeconds() < 1) {
            throw new IllegalArgumentException("a Lease needs a holder and a duration of at least 1 s");
        }
        LeaseAcquisition acquisition =
                new LeaseAcquisition(cluster, namespace, holder, duration, patience, clock, scheduler);
        return acquisition
                .run()
                .thenApply(lease ->
                        new NamespaceLease(cluster, lease, acquisition.sentNanos(), duration, clock, scheduler));
    }

    /**
     * Takes the Lease that a process which died has left behind, if it still names this holder. Waits for nobody.
     *
     * @return the Lease; empty when it is somebody else's, nobody's, or not there
     */
    public static CompletableFuture<Optional<NamespaceLease>> leftBy(
            final Cluster cluster,
            final String namespace,
            final String holder,
            final Duration duration,
            final Clock clock,
            final ScheduledExecutorService scheduler) {
        long sent = System.nanoTime();
        return cluster.get(Kind.LEASES, namespace, LeaseRecord.NAME)
                .thenCompose(found -> found.map(LeaseRecord::of)
                        .filter(seen -> seen.holder().equals(holder))
                        .map(ours -> cluster.replace(Kind.LEASES, ours.takenBy(holder, duration, clock.instant()))
                                .thenApply(taken -> Optional.of(
                                        new NamespaceLease(cluster, taken, sent, duration, clock, scheduler))))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    /** Reads the Lease back; fails when it is not ours any more. To be called before each change of the cluster. */
    public CompletableFuture<Void> check() {
        CatalogException known = lost.getNow(null);
        return known != null
                ? CompletableFuture.failedFuture(known)
                : read().thenAccept(found -> ours(found).orElseThrow(this::notOurs));
    }

    /**
     * The Lease as it is now. One that is not there belongs to nobody, since whoever takes or releases a Lease leaves it
     * there: it is made anew, so that who deletes it in the midst of a run does not leave a workload stopped.
     */
    private CompletableFuture<Optional<Lease>> read() {
        return cluster.get(Kind.LEASES, namespace, LeaseRecord.NAME)
                .thenCompose(found -> found.isPresent() || released
                        ? CompletableFuture.completedFuture(found)
                        : Creation.of(
                                        cluster,
                                        Kind.LEASES,
                                        LeaseRecord.fresh(namespace, holder, duration, clock.instant()),
                                        this::isOurs)
                                .thenApply(Optional::of)
                                .exceptionallyCompose(this::somebodyElses));
    }

    /** What is there instead of the Lease that was to be made anew. */
    private CompletableFuture<Optional<Lease>> somebodyElses(final Throwable failure) {
        return Futures.cause(failure) instanceof ClusterException e && e.reason() == Reason.ALREADY_EXISTS
                ? cluster.get(Kind.LEASES, namespace, LeaseRecord.NAME)
                : CompletableFuture.failedFuture(Futures.cause(failure));
    }

    private boolean isOurs(final Lease seen) {
        return LeaseRecord.of(seen).holder().equals(holder);
    }

    /** Completes with the reason when the Lease was lost without being released. Never completes otherwise. */
    public CompletableFuture<CatalogException> lost() {
        return lost.copy();
    }

    /** Whether it was lost without being released. */
    public boolean isLost() {
        return lost.isDone();
    }

    /**
     * Takes a Lease again that was lost because the API server did not answer for too long. As long as it still names us
     * nobody has taken it meanwhile, and so nobody else was at work.
     *
     * @return the Lease, held anew; fails with {@link CatalogException} when somebody else has taken it, also when it was
     *     given back since
     */
    public CompletableFuture<NamespaceLease> again() {
        long sent = System.nanoTime();
        return read().thenCompose(found -> found.filter(this::isOurs)
                        .map(ours -> cluster.replace(
                                Kind.LEASES, LeaseRecord.of(ours).takenBy(holder, duration, clock.instant())))
                        .orElseGet(() -> CompletableFuture.failedFuture(lossOf("was lost, and " + since(found)))))
                .thenApply(taken -> new NamespaceLease(cluster, taken, sent, duration, clock, scheduler));
    }

    /** Gives the Lease back; does nothing when it is somebody else's by now. Idempotent. */
    public CompletableFuture<Void> release() {
        released = true;
        renewal.cancel(false);
        return change(seen -> seen.givenBack(clock.instant()), ATTEMPTS).thenAccept(given -> {});
    }

    /**
     * Notes on the Lease that a set is given up. A request whose answer was not waited for may still make something of
     * it, which whoever has the Lease later can tell by this from what is still being made. Does nothing when the Lease
     * is somebody else's by now.
     */
    public CompletableFuture<Void> noteGivenUp(final SetId set) {
        return change(seen -> seen.givingUp(set), ATTEMPTS)
                .thenAccept(noted -> noted.ifPresent(changed -> lease = changed));
    }

    /** The sets that earlier holders gave up last, and this one. */
    public Set<SetId> givenUp() {
        return LeaseRecord.of(lease).givenUp();
    }

    /** A renewal may still be under way and come first: then the Lease is read and changed again. */
    private CompletableFuture<Optional<Lease>> change(final Function<LeaseRecord, Lease> how, final int attempts) {
        return cluster.get(Kind.LEASES, namespace, LeaseRecord.NAME).thenCompose(found -> {
            Optional<Lease> ours = found.filter(this::isOurs);
            if (ours.isEmpty()) {
                return CompletableFuture.completedFuture(ours);
            }
            return cluster.replace(Kind.LEASES, how.apply(LeaseRecord.of(ours.get())))
                    .thenApply(Optional::of)
                    .exceptionallyCompose(failure -> attempts > 1 && Futures.cause(failure) instanceof ClusterException
                            ? change(how, attempts - 1)
                            : CompletableFuture.failedFuture(Futures.cause(failure)));
        });
    }

    private void renew() {
        if (released || lost.isDone()) {
            renewal.cancel(false);
            return;
        }
        long sent = System.nanoTime();
        if (sent - renewedNanos >= duration.toNanos()) {
            lose("could not be renewed for " + duration.toSeconds() + " s: the API server does not answer");
            return;
        }
        Lease renewed = LeaseRecord.of(lease).takenBy(holder, duration, clock.instant());
        cluster.replace(Kind.LEASES, renewed).whenComplete((answer, failure) -> {
            if (failure == null) {
                lease = answer;
                renewedNanos = sent;
            } else if (!released) {
                readAfter(Futures.cause(failure));
            }
        });
    }

    /** A refused or lost renewal: looks whether the Lease is still ours, and counts it as lost once it has expired. */
    private void readAfter(final Throwable failure) {
        if (System.nanoTime() - renewedNanos >= duration.toNanos()) {
            lose("could not be renewed for " + duration.toSeconds() + " s: " + failure.getMessage());
            return;
        }
        boolean changed = failure instanceof ClusterException e
                && (e.reason() == Reason.CONFLICT || e.reason() == Reason.NOT_FOUND || e.reason() == Reason.LOST);
        if (changed) {
            read().thenAccept(found -> ours(found).ifPresent(seen -> lease = seen));
        }
    }

    /** The Lease if it is ours; else it is lost from here on. */
    private Optional<Lease> ours(final Optional<Lease> found) {
        Optional<Lease> ours = found.filter(this::isOurs);
        if (ours.isEmpty() && !released) {
            lose(since(found));
        }
        return ours;
    }

    /** What has become of a Lease that is not ours any more. */
    private static String since(final Optional<Lease> found) {
        return found.map(LeaseRecord::of)
                .filter(seen -> !seen.holder().isEmpty())
                .map(seen -> "was taken over by " + seen.heldBy())
                .orElse("was taken away");
    }

    private CatalogException notOurs() {
        return lost.getNow(new CatalogException(
                "the Lease " + namespace + "/" + LeaseRecord.NAME + " was given back by " + holder));
    }

    private void lose(final String why) {
        renewal.cancel(false);
        lost.complete(lossOf(why));
    }

    private CatalogException lossOf(final String why) {
        return new CatalogException("the Lease " + namespace + "/" + LeaseRecord.NAME + " of " + holder + " " + why);
    }
}
