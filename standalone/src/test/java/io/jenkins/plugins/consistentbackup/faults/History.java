package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.restore.RestoreState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What happens to one database, one thing after the other, drawn at random. */
final class History {
    private static final Duration LIMIT = Duration.ofSeconds(170);
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    /** More requests than a process sends after the one at which it dies. */
    private static final int MUTE = 500;

    private final SweepCluster sweep;
    private final List<Operation> backups = List.of(Operation.BACKUP_SESSION, Operation.BACKUP_STATE_GROUP);
    private final Operation restore;
    private final Operation undo;
    private final Random random;
    private final Tally tally;
    private final String namespace;
    private final RowsDatabase database;
    private final SavedSets sets;
    private final List<String> events = new ArrayList<>();
    private final List<Cluster> dead = new ArrayList<>();
    private boolean restored;

    /** What was done, for people. */
    static final class Tally {
        int done;
        int failed;
        int deaths;
        int takenBack;

        @Override
        public String toString() {
            return "%d operations done, %d failed, %d died, %d of these taken back"
                    .formatted(done, failed, deaths, takenBack);
        }
    }

    /** @param clusterProfile whether restores keep volumes, or else make snapshots of them */
    History(final SweepCluster sweep, final boolean clusterProfile, final Random random, final Tally tally) {
        this.sweep = sweep;
        this.random = random;
        this.tally = tally;
        restore = clusterProfile ? Operation.RESTORE_CLUSTER_PROFILE : Operation.RESTORE_NAMESPACE_PROFILE;
        undo = clusterProfile ? Operation.UNDO_CLUSTER_PROFILE : Operation.UNDO_NAMESPACE_PROFILE;
        namespace = sweep.nextNamespace();
        database = new RowsDatabase(sweep.embedded(), namespace);
        sets = new SavedSets(database, namespace);
    }

    void begin() {
        database.create();
    }

    void end() {
        dead.forEach(Cluster::close);
        database.remove();
    }

    /** The next event, and how it ended. */
    void step() throws InterruptedException {
        if (!writes()) {
            throw new IllegalStateException("the database does not start: " + this);
        }
        List<Operation> possible = new ArrayList<>(backups);
        if (!sets.committed().isEmpty()) {
            possible.addAll(List.of(restore, restore));
        }
        if (restored) {
            possible.addAll(List.of(undo, undo));
        }
        Operation next = possible.get(random.nextInt(possible.size()));
        if (random.nextInt(3) == 0) {
            die(next, 1 + random.nextInt(next.requests()));
        } else {
            note(next, next.run(sweep, sweep.undisturbed(), namespace, line -> {}));
        }
    }

    /** What does not hold now: whatever happened, every acknowledged row is somewhere, and whole sets are whole. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        if (!writes()) {
            broken.add("the database takes no writes");
        }
        for (String claim : RowsDatabase.CLAIMS) {
            Set<String> lost = database.lost(claim);
            if (!lost.isEmpty()) {
                broken.add(lost.size() + " acknowledged rows of " + claim + " are nowhere");
            }
        }
        sets.committed().forEach(id -> broken.addAll(sets.faultsOf(id, Set.of())));
        return broken;
    }

    private boolean writes() {
        try (WriteWatch watch = new WriteWatch(database, sweep.scheduler())) {
            return watch.writesWithin(START_LIMIT);
        }
    }

    /** The process sends this request, with or without effect, and is never heard of again. */
    private void die(final Operation operation, final int request) throws InterruptedException {
        FaultKind last = random.nextBoolean() ? FaultKind.CUT_BEFORE : FaultKind.CUT_AFTER;
        String user = "dying-" + namespace + "-" + events.size();
        Cluster process = sweep.connect(user, SweepCluster.REQUEST_DEADLINE);
        dead.add(process);
        CompletableFuture<String> died = new CompletableFuture<>();
        List<PlannedFault> faults = Stream.concat(
                        Stream.of(PlannedFault.of(new Target(Target.ANY, request), last)),
                        IntStream.rangeClosed(request + 1, request + MUTE)
                                .mapToObj(
                                        after -> PlannedFault.of(new Target(Target.ANY, after), FaultKind.CUT_BEFORE)))
                .toList();
        sweep.faults().watch(user, faults, mishap -> died.complete("died at request " + request + ", " + last));
        CompletableFuture<String> run = operation.run(sweep, process, namespace, line -> {});
        CompletableFuture.anyOf(died, run.handle((id, failure) -> id)).join();
        if (!died.isDone()) {
            note(operation, run);
            return;
        }
        process.close();
        tally.deaths++;
        events.add(operation + " " + died.join());
        takeOver(operation);
    }

    /** As somebody would who finds that a process has died: once its Lease has expired, its restore is taken back. */
    private void takeOver(final Operation operation) throws InterruptedException {
        sweep.undisturbed()
                .delete(Kind.LEASES, namespace, "consistent-backup", null)
                .join();
        boolean unfinished = sweep.restorer(sweep.undisturbed()).recorded(namespace).join().stream()
                .anyMatch(run -> !run.ended());
        if (!operation.isBackup() && unfinished) {
            tally.takenBack++;
            note(undo, undo.run(sweep, sweep.undisturbed(), namespace, line -> {}));
        }
        restored = restored
                && sweep.restorer(sweep.undisturbed()).recorded(namespace).join().stream()
                        .findFirst()
                        .filter(RestoreState::succeeded)
                        .isPresent();
    }

    private void note(final Operation operation, final CompletableFuture<String> run) throws InterruptedException {
        String said;
        try {
            said = run.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            tally.done++;
            restored = !operation.isUndo() && (restored || !operation.isBackup());
        } catch (CompletionException e) {
            said = "failed: " + e.getCause().getMessage();
            tally.failed++;
        }
        events.add(operation + " " + said);
    }

    @Override
    public String toString() {
        return namespace + " " + String.join("; ", events);
    }
}
