package io.jenkins.plugins.consistentbackup.pipeline;

import hudson.Util;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Retention;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which backup sets are to go: those that are named, or all but the newest. */
final class PruneChoice implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<SetId> named;
    private final Integer keep;

    private PruneChoice(final List<SetId> named, final Integer keep) {
        this.named = new ArrayList<>(named);
        this.keep = keep;
    }

    /**
     * @param sets ids with commas between them, or null
     * @param keep how many of the newest stay, or null
     * @throws IllegalArgumentException unless exactly one of both is given, and makes sense
     */
    static PruneChoice of(final String sets, final Integer keep) {
        if ((sets == null) == (keep == null)) {
            throw new IllegalArgumentException(
                    "say either which sets to remove (sets: 'ID, ID') or how many to keep (keep: 7)");
        }
        if (keep != null && keep < 1) {
            throw new IllegalArgumentException("keep must be at least 1, not " + keep);
        }
        return new PruneChoice(
                Arrays.stream(Util.fixNull(sets).split("[,\\s]+"))
                        .filter(id -> !id.isEmpty())
                        .map(SetId::of)
                        .toList(),
                keep);
    }

    /**
     * The sets to remove.
     *
     * @param sets all of the namespace
     * @param again whether some may have been removed by this very choice before
     * @throws IllegalArgumentException when a named one is not there, is pinned, or may still be in the making; then
     *     none is to be removed
     */
    List<BackupSet> of(final String namespace, final List<BackupSet> sets, final boolean again) {
        if (keep != null) {
            return Retention.toRemove(sets, keep);
        }
        List<BackupSet> chosen = new ArrayList<>();
        for (SetId id : named) {
            Optional<BackupSet> found =
                    sets.stream().filter(set -> set.id().equals(id)).findFirst();
            if (found.isEmpty() && !again) {
                throw new IllegalArgumentException("namespace " + namespace + " has no backup set " + id
                        + "; nothing was removed; listBackups tells which there are");
            }
            if (found.isPresent() && found.get().pinned()) {
                throw new IllegalArgumentException(
                        "backup set " + id + " is pinned; nothing was removed; unpin it first if it may go");
            }
            if (found.isPresent() && found.get().state() == BackupSet.State.INCOMPLETE) {
                throw new IllegalArgumentException("backup set " + id + " is incomplete: a backup may still be making"
                        + " it; nothing was removed; if that backup died, consistent-backup delete removes its set");
            }
            found.ifPresent(chosen::add);
        }
        return chosen;
    }
}
