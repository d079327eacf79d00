package io.jenkins.plugins.consistentbackup.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A model of what a database and its backup sets must be after what was done to them, and how they compare with it. */
final class Expectation {
    /** The volume that is written last: a row that is on it is on both. */
    private static final String SECOND = RowsDatabase.CLAIMS.get(1);

    private final RowsDatabase database;
    private final SavedSets saved;
    /** Rows that must be in each set that there is, by its id, the oldest first. */
    private final Map<String, Set<String>> sets = new LinkedHashMap<>();

    private List<String> before = List.of();
    /** The rows that the database must have started on. */
    private List<String> runsOn = List.of();
    /** Rows that were replaced, and must not follow these. */
    private Set<String> gone = Set.of();
    /** What the latest restore replaced, unless other things have been done since. */
    private Optional<List<String>> replaced = Optional.empty();
    /** Whether a backup was given up: what appears of it late stays until the next one that is done. */
    private boolean givenUp;

    Expectation(final RowsDatabase database, final SavedSets saved) {
        this.database = database;
        this.saved = saved;
    }

    boolean restorable() {
        return !sets.isEmpty();
    }

    boolean undoable() {
        return replaced.isPresent();
    }

    /** Something is about to happen. */
    void begin() {
        before = database.liveRows(SECOND);
        runsOn = before;
        gone = Set.of();
    }

    /**
     * An operation has ended, and is to have left everything as it was unless it was done.
     *
     * @param done the id of what was done
     * @return how many sets it must have removed
     */
    int end(final Operation operation, final Optional<String> done) {
        if (operation.isBackup()) {
            done.ifPresent(id -> sets.put(id, new HashSet<>(before)));
            givenUp = done.isEmpty();
            return prune();
        }
        if (done.isPresent()) {
            runsOn = operation.isUndo() ? replaced.orElseThrow() : newest();
            gone = new HashSet<>(before);
        }
        // What was taken back left nothing to undo either; before it, there may be more than this model knows.
        replaced = done.isPresent() && !operation.isUndo() ? Optional.of(before) : Optional.empty();
        return 0;
    }

    private List<String> newest() {
        String newest = sets.keySet().stream().reduce((older, newer) -> newer).orElseThrow();
        return saved.rows(newest, SECOND);
    }

    private int prune() {
        List<String> old = sets.keySet().stream()
                .limit(Math.max(0, sets.size() - Operation.KEPT))
                .toList();
        old.forEach(sets::remove);
        return old.size();
    }

    /** What is not as it must be, now that the database writes again. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        Set<String> there = saved.committed();
        if (!there.equals(sets.keySet())) {
            broken.add("the sets are " + there + " and not " + sets.keySet());
        }
        sets.forEach((id, rows) -> broken.addAll(saved.faultsOf(id, rows)));
        for (String claim : RowsDatabase.CLAIMS) {
            Set<String> lost = database.lost(claim);
            if (!lost.isEmpty()) {
                broken.add(lost.size() + " acknowledged rows of " + claim + " are nowhere");
            }
            runsOnTheRightRows(claim, broken);
        }
        Set<String> known = new TreeSet<>(there);
        known.addAll(givenUp ? saved.givenUp() : Set.of());
        List<String> leftovers = saved.unmarkedLeftovers(known);
        if (!leftovers.isEmpty()) {
            broken.add("neither removed nor marked: " + leftovers);
        }
        return broken;
    }

    private void runsOnTheRightRows(final String claim, final List<String> broken) {
        List<String> live = database.liveRows(claim);
        int shared = Math.min(live.size(), runsOn.size());
        if (!live.subList(0, shared).equals(runsOn)) {
            broken.add(claim + " does not begin with the " + runsOn.size() + " rows that it must run on");
        }
        Set<String> foreign = new TreeSet<>(live.subList(shared, live.size()));
        foreign.retainAll(gone);
        if (!foreign.isEmpty()) {
            broken.add(claim + " has " + foreign.size() + " rows of what was replaced");
        }
    }
}
