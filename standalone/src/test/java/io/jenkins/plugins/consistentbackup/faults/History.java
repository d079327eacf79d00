package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.faults.Heir.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * What happens to one database, one thing after the other: things that are owed, in an order drawn at random. One that
 * did not come about, such as a death that came too early to leave anything, stays owed.
 */
final class History {
    /** So many backups that the last one removes a set. */
    static final List<Event> LEAST = List.of(
            Event.BACKUP,
            Event.BACKUP,
            Event.BACKUP,
            Event.RESTORE,
            Event.UNDO,
            Event.DEATH_IN_BACKUP,
            Event.DEATH_IN_RESTORE);

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    /** Of each thing that is owed, so many attempts may come to nothing. */
    private static final int ATTEMPTS = 3;

    private final SweepCluster sweep;
    private final boolean clusterProfile;
    private final Random random;
    private final HistoryTally tally;
    private final List<Event> owed;
    private final int most;
    private final String namespace;
    private final RowsDatabase database;
    private final Expectation expected;
    private final Heir heir;
    private final List<String> events = new ArrayList<>();
    private final List<String> endless = new ArrayList<>();
    /** When the latest event began, in seconds. */
    private long begun;

    /** What happens; a death is one in the midst of things. */
    enum Event {
        BACKUP,
        RESTORE,
        UNDO,
        DEATH_IN_BACKUP,
        DEATH_IN_RESTORE,
        DEATH_IN_UNDO;

        boolean isDeath() {
            return name().startsWith("DEATH");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * @param clusterProfile whether restores keep volumes, or else make snapshots of them
     * @param more how many things are to happen besides the {@link #LEAST}
     */
    History(
            final SweepCluster sweep,
            final boolean clusterProfile,
            final int more,
            final Random random,
            final HistoryTally tally) {
        this.sweep = sweep;
        this.clusterProfile = clusterProfile;
        this.random = random;
        this.tally = tally;
        owed = new ArrayList<>(LEAST);
        for (int i = 0; i < more; i++) {
            owed.add(Event.values()[random.nextInt(Event.values().length)]);
        }
        most = ATTEMPTS * owed.size();
        namespace = sweep.nextNamespace();
        database = new RowsDatabase(sweep.embedded(), namespace);
        expected = new Expectation(database, new SavedSets(database, namespace));
        heir = new Heir(sweep, namespace);
    }

    void begin() {
        database.create();
    }

    void end() {
        database.remove();
    }

    boolean goesOn() {
        return !owed.isEmpty() && events.size() < most;
    }

    /** The next event, and how it ended. */
    void step() throws InterruptedException {
        if (!writes()) {
            throw new IllegalStateException("the database does not start: " + this);
        }
        awaitNextSecond();
        Event event = draw();
        Operation operation = operation(event);
        expected.begin();
        if (event.isDeath() ? die(operation) : live(operation)) {
            owed.remove(event);
            tally.add(event);
        }
    }

    /** Of two sets, the newer one is told by the second in which it was made. */
    private void awaitNextSecond() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Instant.now().getEpochSecond() > begun);
        begun = Instant.now().getEpochSecond();
    }

    /** One of those that can happen now; when none of them can, what makes one possible. */
    private Event draw() {
        List<Event> possible = owed.stream().filter(this::isPossible).toList();
        if (possible.isEmpty()) {
            return expected.restorable() ? Event.RESTORE : Event.BACKUP;
        }
        return possible.get(random.nextInt(possible.size()));
    }

    private boolean isPossible(final Event event) {
        return switch (event) {
            case BACKUP, DEATH_IN_BACKUP -> true;
            case RESTORE, DEATH_IN_RESTORE -> expected.restorable();
            case UNDO, DEATH_IN_UNDO -> expected.undoable();
        };
    }

    private Operation operation(final Event event) {
        return switch (event) {
            case BACKUP, DEATH_IN_BACKUP ->
                random.nextBoolean() ? Operation.BACKUP_SESSION : Operation.BACKUP_STATE_GROUP;
            case RESTORE, DEATH_IN_RESTORE ->
                clusterProfile ? Operation.RESTORE_CLUSTER_PROFILE : Operation.RESTORE_NAMESPACE_PROFILE;
            case UNDO, DEATH_IN_UNDO -> undo();
        };
    }

    private Operation undo() {
        return clusterProfile ? Operation.UNDO_CLUSTER_PROFILE : Operation.UNDO_NAMESPACE_PROFILE;
    }

    /** Whether it was done. */
    private boolean live(final Operation operation) throws InterruptedException {
        CompletableFuture<String> run = operation.isBackup()
                ? operation.backUpInPeace(sweep, sweep.undisturbed(), namespace, line -> {})
                : operation.run(sweep, sweep.undisturbed(), namespace, line -> {});
        return note(operation, Outcome.of(run));
    }

    private boolean note(final Operation operation, final Outcome outcome) {
        events.add(operation + (outcome.success() ? " " : " failed: ") + outcome.said());
        if (!outcome.ended()) {
            endless.add(operation + ": " + outcome.said());
        }
        if (!outcome.success()) {
            tally.failed++;
            System.out.println("failed undisturbed: " + this);
        }
        tally.removed += expected.end(operation, outcome.done());
        return outcome.success();
    }

    /** Whether its process died in the midst of it. */
    private boolean die(final Operation operation) throws InterruptedException {
        int request = 1 + random.nextInt(operation.requests());
        FaultKind last = random.nextBoolean() ? FaultKind.CUT_BEFORE : FaultKind.CUT_AFTER;
        Set<String> earlier = heir.remembered();
        MortalProcess process = new MortalProcess(sweep, "dying-" + namespace + "-" + events.size(), request, last);
        try (process) {
            CompletableFuture<String> run = process.run(operation, namespace);
            if (!process.isDead()) {
                note(operation, Outcome.of(run));
                return false;
            }
        }
        Ending ending = operation.isBackup()
                ? heir.endBackup(process.saved())
                : heir.endRestore(earlier, undo(), random.nextBoolean());
        heir.expireLease();
        note(operation, "died at request " + request + ", " + last, ending);
        return ending.inTheMidst();
    }

    private void note(final Operation operation, final String how, final Ending ending) {
        if (!ending.inTheMidst()) {
            tally.diedBesides++;
        } else if (ending.done().isPresent()) {
            tally.goneOnWith++;
        } else {
            tally.takenBack++;
        }
        events.add("%s %s: %s".formatted(operation, how, ending.done().orElse("not done")));
        tally.removed += expected.end(operation, ending.done());
    }

    /** What is not as it must be. */
    List<String> broken() {
        List<String> broken = new ArrayList<>(endless);
        if (!writes()) {
            broken.add("the database takes no writes");
        }
        heir.unfinished().forEach(id -> broken.add(id + " was neither gone on with nor taken back"));
        broken.addAll(expected.broken());
        return broken;
    }

    private boolean writes() {
        try (WriteWatch watch = new WriteWatch(database, sweep.scheduler())) {
            return watch.writesWithin(START_LIMIT);
        }
    }

    @Override
    public String toString() {
        return namespace + " " + String.join("; ", events);
    }
}
