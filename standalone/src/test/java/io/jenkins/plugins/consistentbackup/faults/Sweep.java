package io.jenkins.plugins.consistentbackup.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Makes many runs, several side by side, and counts what came of them. */
final class Sweep {
    /** Longer than the engine's longest time between two renewals of a Lease. */
    private static final Duration RENEWAL = Duration.ofSeconds(22);

    /** On a machine that is busy with other things, a run may fail by itself. */
    private static final int COUNT_ATTEMPTS = 3;

    private final SweepCluster cluster;
    private final int sideBySide;
    /** Runs that left a Lease, the earliest first. */
    private final Queue<RunResult> leases = new ConcurrentLinkedQueue<>();

    private final Tally tally;

    /** @param ledger where the runs are noted */
    Sweep(final SweepCluster cluster, final int sideBySide, final Ledger ledger) {
        this.cluster = cluster;
        this.sideBySide = sideBySide;
        tally = new Tally(ledger);
    }

    /** The requests of each operation when nothing goes wrong, each found by a run of it. */
    Map<Operation, List<Target>> requests() throws InterruptedException {
        Map<Operation, List<Target>> requests = new ConcurrentHashMap<>();
        sideBySide(sideBySide, List.of(Operation.values()).iterator(), () -> true, operation -> {
            for (int left = COUNT_ATTEMPTS; !requests.containsKey(operation); left--) {
                Round round = new Round(cluster, operation);
                RunResult result = round.run(SweepCase.of(operation));
                round.end(result.cluster());
                if (result.outcome().success() && result.broken().isEmpty()) {
                    requests.put(operation, result.requests());
                } else if (left == 0) {
                    throw new IllegalStateException("undisturbed, " + operation + " failed: "
                            + result.outcome().said() + " " + result.broken());
                }
            }
        });
        return new TreeMap<>(requests);
    }

    /** Makes the runs in this order, beginning no more of them when the time is over. */
    Tally run(final List<SweepCase> cases, final Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        sideBySide(sideBySide, cases.iterator(), () -> System.nanoTime() < end, this::one);
        for (RunResult left = leases.poll(); left != null; left = leases.poll()) {
            TimeUnit.NANOSECONDS.sleep(
                    Math.max(0, RENEWAL.toNanos() - left.lease().ageNanos()));
            expire(left);
        }
        return tally;
    }

    /** Makes the runs each in a cluster of its own; returns what is broken. */
    static List<String> apart(final List<SweepCase> cases, final int sideBySide, final Ledger ledger)
            throws InterruptedException {
        List<String> broken = Collections.synchronizedList(new ArrayList<>());
        sideBySide(sideBySide, cases.iterator(), () -> true, what -> {
            try (SweepCluster own = new SweepCluster()) {
                broken.addAll(new Sweep(own, 1, ledger)
                        .run(List.of(what), Duration.ofHours(1))
                        .broken());
            }
        });
        return broken;
    }

    private interface Work<T> {
        void on(T item) throws InterruptedException;
    }

    private static <T> void sideBySide(
            final int sideBySide, final Iterator<T> items, final BooleanSupplier goOn, final Work<T> work)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(sideBySide);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < sideBySide; i++) {
                workers.add(threads.submit(() -> {
                    for (Optional<T> next = next(items); next.isPresent() && goOn.getAsBoolean(); next = next(items)) {
                        work.on(next.get());
                    }
                    return null;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdown();
        }
    }

    private static <T> Optional<T> next(final Iterator<T> items) {
        synchronized (items) {
            return items.hasNext() ? Optional.of(items.next()) : Optional.empty();
        }
    }

    private void one(final SweepCase what) throws InterruptedException {
        Round round = new Round(cluster, what.operation());
        try {
            RunResult result = round.run(what);
            tally.note(what, result);
            if (result.lease().isLeft()) {
                leases.add(result);
                tally.leaseLeft();
            } else {
                round.end(result.cluster());
            }
        } catch (IllegalStateException e) {
            tally.notPrepared(what, e.getMessage());
        }
        for (RunResult left = oldLease(); left != null; left = oldLease()) {
            expire(left);
        }
    }

    /** One that may be looked at again; null if there is none. */
    private RunResult oldLease() {
        synchronized (leases) {
            RunResult left = leases.peek();
            return left != null && left.lease().ageNanos() > RENEWAL.toNanos() ? leases.poll() : null;
        }
    }

    /** A Lease that could not be given back must not be renewed by anybody any more. */
    private void expire(final RunResult left) {
        left.lease().renewed(cluster.embedded()).ifPresent(tally::broken);
        left.round().end(left.cluster());
    }
}
