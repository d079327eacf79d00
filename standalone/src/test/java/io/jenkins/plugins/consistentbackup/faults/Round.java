package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** One run of an operation, in a namespace of its own, while something goes wrong; and the judgement of what it left. */
final class Round {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final SweepCluster sweep;
    private final Operation operation;
    private final String namespace;
    private final RowsDatabase database;
    private final SavedSets sets;
    private final List<String> log = new CopyOnWriteArrayList<>();

    Round(final SweepCluster sweep, final Operation operation) {
        this.sweep = sweep;
        this.operation = operation;
        namespace = sweep.nextNamespace();
        database = new RowsDatabase(sweep.embedded(), namespace);
        sets = new SavedSets(database, namespace, operation.cutsLogLater());
    }

    /**
     * What the namespace looked like when the faults began.
     *
     * @param acknowledged rows acknowledged by then, in whatever volume they are
     * @param live rows in the volume that the database had
     * @param replaced rows of the database before a restore that is to be undone
     * @param sets the committed sets, in the order in which they were made
     */
    record Before(Set<String> acknowledged, List<String> live, List<String> replaced, Set<String> sets) {}

    /** Prepares what the operation needs, then runs it with everything that is to go wrong. */
    RunResult run(final SweepCase what) throws InterruptedException {
        database.create();
        String user = "sweep-" + namespace;
        List<String> broken = new ArrayList<>();
        Cluster cluster = operation.connect(
                sweep,
                user,
                namespace,
                what.troubles() == 0 ? SweepCluster.PATIENT_DEADLINE : SweepCluster.REQUEST_DEADLINE);
        try (WriteWatch start = new WriteWatch(database, sweep.scheduler())) {
            if (!start.writesWithin(START_LIMIT)) {
                throw new IllegalStateException("the database of " + namespace + " does not start");
            }
            Before before = prepare(start);
            what.storage().arm(sweep.embedded(), namespace);
            UserFaults.OfUser requests = sweep.faults().watch(user, what.faults(), this::happen);
            Outcome outcome;
            try (WriteWatch watch = new WriteWatch(database, sweep.scheduler())) {
                outcome = Outcome.of(operation.run(sweep, cluster, namespace, log::add));
                broken.addAll(new Promises(what, database, sets, before, watch).broken(outcome));
            }
            LeftLease lease = LeftLease.of(sweep.embedded(), namespace);
            if (!broken.isEmpty()) {
                broken.add(outcome.toString());
                broken.addAll(log);
            }
            return new RunResult(this, outcome, requests.seen(), requests.met(), lease, broken, cluster);
        } catch (IllegalStateException e) {
            end(cluster);
            throw e;
        }
    }

    /** On another thread, since it is told while a request is being answered. */
    private void happen(final Mishap mishap) {
        sweep.scheduler().execute(() -> mishap.happen(sweep, namespace));
    }

    /** Removes what it left. */
    void end(final Cluster cluster) {
        sweep.faults().forget("sweep-" + namespace);
        cluster.close();
        database.remove();
    }

    /** What a restore needs is a set, an undo a restore, and retention sets; all of them come about undisturbed. */
    private Before prepare(final WriteWatch watch) throws InterruptedException {
        List<String> replaced = List.of();
        Set<String> made = new LinkedHashSet<>();
        for (int sets = operation.prunes() ? Operation.KEPT : 0; sets > 0; sets--) {
            made.add(require(operation.backUpInPeace(sweep, sweep.undisturbed(), namespace, log::add)));
        }
        if (!operation.isBackup()) {
            made.add(require(operation.backUpInPeace(sweep, sweep.undisturbed(), namespace, log::add)));
            watch.writesWithin(START_LIMIT);
            replaced = database.liveRows(RowsDatabase.CLAIMS.get(0));
            if (operation.isUndo()) {
                require(operation.restore(sweep, sweep.undisturbed(), namespace, log::add));
                watch.writesWithin(START_LIMIT);
            }
        }
        log.clear();
        return new Before(database.acknowledged(), database.liveRows(RowsDatabase.CLAIMS.get(0)), replaced, made);
    }

    /** The id of what was done. */
    private String require(final CompletableFuture<String> prepared) throws InterruptedException {
        Outcome outcome = Outcome.of(prepared);
        if (!outcome.success()) {
            throw new IllegalStateException("could not prepare " + namespace + ": " + outcome.said() + " " + log);
        }
        return outcome.said();
    }
}
