package io.jenkins.plugins.consistentbackup.catalog;

import java.util.List;

/** What retention removes. */
public final class Retention {
    private Retention() {}

    /**
     * The sets to remove, oldest first, so that of the usable ones the newest {@code keep} stay. Never the newest usable
     * one, never a pinned one; sets that are not usable are not retention's business.
     *
     * @param keep how many usable sets stay; less than 1 counts as 1
     */
    public static List<BackupSet> toRemove(final List<BackupSet> sets, final int keep) {
        throw new UnsupportedOperationException("not there yet");
    }
}
