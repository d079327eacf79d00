package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.faults.Round.Before;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Promises 1 to 3 after a run, judged by the database, its volumes and the cluster's store. */
final class Promises {
    private static final Duration PROMISED = Operation.CONTAINER_DEADLINE.plusSeconds(1);
    /** What this machine may add, with everything else that goes on on it. */
    private static final Duration JITTER = Duration.ofSeconds(1);

    private static final Duration RESTART_LIMIT = Duration.ofSeconds(40);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(6);

    private final SweepCase what;
    private final Operation operation;
    private final RowsDatabase database;
    private final SavedSets sets;
    private final Before before;
    private final WriteWatch watch;
    private final List<String> broken = new ArrayList<>();

    Promises(
            final SweepCase what,
            final RowsDatabase database,
            final SavedSets sets,
            final Before before,
            final WriteWatch watch) {
        this.what = what;
        this.operation = what.operation();
        this.database = database;
        this.sets = sets;
        this.before = before;
        this.watch = watch;
    }

    /** Which do not hold, one line each. */
    List<String> broken(final Outcome outcome) {
        if (!outcome.ended()) {
            broken.add("a wait without a deadline");
        }
        if (what.has(Mishap.NAMESPACE_GONE)) {
            return broken; // Whatever was promised went with it.
        }
        if (!what.has(Mishap.NODE_GONE_FOR_GOOD)) { // There, no database runs any more.
            takesWrites(outcome);
        }
        if (operation.isBackup()) {
            noFalseSuccess(outcome);
        } else {
            runsOnTheRightData(outcome);
        }
        nothingLost(outcome);
        return broken;
    }

    private void takesWrites(final Outcome outcome) {
        boolean mayRestart = !operation.isBackup()
                || what.faults().stream().anyMatch(fault -> fault.mishap().endsContainers());
        if (!watch.writesWithin(mayRestart ? RESTART_LIMIT : PROMISED.plus(JITTER))) {
            broken.add("promise 1: the database takes no writes after the end of the run");
        }
        Duration allowed = PROMISED.plus(JITTER).plus(watch.longestBlink().multipliedBy(2));
        if (!mayRestart && watch.longestPause().compareTo(allowed) > 0) {
            broken.add(
                    "promise 1: writes were blocked for " + watch.longestPause().toMillis() + " ms");
        }
        if (operation.isBackup() && outcome.success() && database.isHeld()) {
            broken.add("promise 1: the lock is still there");
        }
    }

    private void noFalseSuccess(final Outcome outcome) {
        if (outcome.success()) {
            broken.addAll(prefixed("promise 2: ", sets.faultsOf(outcome.said(), before.acknowledged())));
        } else {
            Set<String> committed = new HashSet<>(sets.committed());
            committed.removeAll(before.sets());
            committed.forEach(id -> broken.add("promise 2: failed set " + id + " counts as committed"));
        }
        Set<String> known = new HashSet<>(before.sets());
        if (outcome.success()) {
            known.add(outcome.said());
            known.addAll(operation.prunes() ? sets.givenUp() : Set.of());
        }
        // Two faults can hit the work and its cleaning up; then the failure must say that something is left.
        boolean excused = what.troubles() > 1 && outcome.said().contains("cleaning up failed");
        if (!excused && !settled(() -> sets.unmarkedLeftovers(known).isEmpty())) {
            broken.add("promise 2: neither removed nor marked: " + sets.unmarkedLeftovers(known));
        }
    }

    private void runsOnTheRightData(final Outcome outcome) {
        String claim = RowsDatabase.CLAIMS.get(0);
        List<String> wanted = wanted(outcome, claim);
        for (String each : RowsDatabase.CLAIMS) {
            List<String> live = database.liveRows(each);
            Set<String> missing = RowsDatabase.missing(new HashSet<>(wanted), live);
            if (!missing.isEmpty()) {
                broken.add((outcome.success() ? "promise 2: success, but " : "promise 3: failure, and ") + each
                        + " lacks " + missing.size() + " of " + wanted.size() + " rows");
            }
            Set<String> foreign = new HashSet<>(before.live());
            wanted.forEach(foreign::remove);
            foreign.retainAll(live);
            if (outcome.success() && !foreign.isEmpty()) {
                broken.add("promise 2: success, but " + each + " has " + foreign.size() + " rows of what was replaced");
            }
        }
    }

    /** What the database must run on: after a failure what it ran on before. */
    private List<String> wanted(final Outcome outcome, final String claim) {
        if (!outcome.success()) {
            return before.live();
        }
        return operation.isUndo()
                ? before.replaced()
                : sets.rows(before.sets().iterator().next(), claim);
    }

    private void nothingLost(final Outcome outcome) {
        for (String claim : RowsDatabase.CLAIMS) {
            Set<String> lost = database.lost(claim);
            if (!lost.isEmpty()) {
                broken.add("promise 3: " + lost.size() + " acknowledged rows of " + claim + " are nowhere");
            }
        }
        if (what.storage() != StorageTrouble.HANDLE_LOST) {
            olderSets(outcome).forEach(id -> broken.addAll(prefixed("promise 3: ", sets.faultsOf(id, Set.of()))));
        }
    }

    /** Sets that must be whole: all of them, but for the oldest when it is one too many, and gone. */
    private List<String> olderSets(final Outcome outcome) {
        boolean gone =
                operation.prunes() && outcome.success() && sets.committed().size() == Operation.KEPT;
        if (operation.prunes() && what.troubles() == 0 && !gone) {
            broken.add("nothing went wrong, and the oldest set is not gone");
        }
        return before.sets().stream().skip(gone ? 1 : 0).toList();
    }

    private static boolean settled(final Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .atMost(SETTLE_LIMIT)
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static List<String> prefixed(final String prefix, final List<String> lines) {
        return lines.stream().map(line -> prefix + line).toList();
    }
}
