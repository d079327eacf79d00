package io.jenkins.plugins.consistentbackup.buildpage;

import hudson.model.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The sets of some builds, and how they developed. */
public final class SetHistory {
    private final List<SavedSet> sets;

    private SetHistory(final List<SavedSet> sets) {
        this.sets = sets;
    }

    /**
     * @param builds newest first
     */
    static SetHistory of(final Iterable<? extends Run<?, ?>> builds) {
        List<Run<?, ?>> oldestFirst = new ArrayList<>();
        builds.forEach(oldestFirst::add);
        Collections.reverse(oldestFirst);
        List<SavedSet> sets = new ArrayList<>();
        for (Run<?, ?> build : oldestFirst) {
            for (BackupAction backup : build.getActions(BackupAction.class)) {
                sets.add(new SavedSet(build, backup, interval(sets, backup)));
            }
        }
        Collections.reverse(sets);
        return new SetHistory(List.copyOf(sets));
    }

    /** Newest first. */
    public List<SavedSet> getSets() {
        return sets;
    }

    /** How long writes were blocked for each set. */
    public Trend getFreeze() {
        return Trend.of(oldestFirst().stream()
                .map(set -> new Trend.Point(
                        set.getRun().getDisplayName(), set.getBackup().getFreezeMillis()))
                .toList());
    }

    /** How far each set lies from the one before. */
    public Trend getInterval() {
        return Trend.of(oldestFirst().stream()
                .filter(set -> set.getIntervalMillis() != null)
                .map(set -> new Trend.Point(set.getRun().getDisplayName(), set.getIntervalMillis()))
                .toList());
    }

    private List<SavedSet> oldestFirst() {
        List<SavedSet> reversed = new ArrayList<>(sets);
        Collections.reverse(reversed);
        return reversed;
    }

    /** Builds may run side by side, so the nearest earlier cut counts, not the build before. */
    private static Long interval(final List<SavedSet> earlier, final BackupAction backup) {
        return earlier.stream()
                .map(SavedSet::getBackup)
                .filter(other -> SavedSet.samePlace(other, backup))
                .map(other -> backup.getFirstCutRequested() - other.getFirstCutRequested())
                .filter(interval -> interval >= 0)
                .min(Long::compare)
                .orElse(null);
    }
}
