package io.jenkins.plugins.consistentbackup.catalog;

import java.util.List;
import java.util.Set;

/** What retention removes. */
public final class Retention {
    private Retention() {}

    /**
     * The sets to remove, oldest first, so that of the usable ones the newest {@code keep} stay. Never the newest usable
     * one, never a pinned one (which counts among the newest if it is); sets that are not usable are not retention's
     * business: their backup may still be running.
     *
     * @param sets all sets of one namespace
     * @param keep how many usable sets stay; less than 1 counts as 1
     */
    public static List<BackupSet> toRemove(final List<BackupSet> sets, final int keep) {
        List<BackupSet> usable = sets.stream()
                .filter(BackupSet::usable)
                .sorted(BackupSet.OLDEST_FIRST)
                .toList();
        int old = Math.max(0, usable.size() - Math.max(1, keep));
        return usable.subList(0, old).stream().filter(set -> !set.pinned()).toList();
    }

    /**
     * The same after a backup. Its set is the newest, whatever the clocks say: of sets of one second that of a machine whose
     * clock is slow would look older.
     *
     * @param made the set that was just made
     */
    public static List<BackupSet> toRemoveAfter(final SetId made, final List<BackupSet> sets, final int keep) {
        return toRemove(sets, keep).stream()
                .filter(set -> !set.id().equals(made))
                .toList();
    }

    /**
     * What appeared of sets after their backups had failed and cleaned up: nobody will complete it.
     *
     * @param sets all sets of one namespace
     * @param givenUp ids of sets that were given up
     */
    public static List<BackupSet> leftovers(final List<BackupSet> sets, final Set<SetId> givenUp) {
        return sets.stream()
                .filter(set -> givenUp.contains(set.id()) && set.state() == BackupSet.State.INCOMPLETE)
                .toList();
    }
}
