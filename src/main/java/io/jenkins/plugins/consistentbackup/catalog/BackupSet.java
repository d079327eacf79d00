package io.jenkins.plugins.consistentbackup.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A set as it is found in the cluster.
 *
 * @param namespace where
 * @param id which
 * @param state whether it can be used
 * @param reason why not; empty for {@link State#COMMITTED}
 * @param created when its manifest, or else its first snapshot, was created
 * @param pinned whether retention must leave it alone
 * @param snapshots names of the snapshots that carry its id
 * @param manifest what it says about itself; present when it could be read
 */
public record BackupSet(
        String namespace,
        SetId id,
        State state,
        String reason,
        Instant created,
        boolean pinned,
        List<String> snapshots,
        Optional<Manifest> manifest) {

    /**
     * By the API server's clock, which has seconds; of those of one second, by that of the machine which made the set. No
     * machine's clock counts for more than that: it may be wrong.
     */
    static final Comparator<BackupSet> OLDEST_FIRST = Comparator.comparing(BackupSet::created)
            .thenComparing(set -> set.manifest().map(Manifest::finished).orElse(set.created()))
            .thenComparing(BackupSet::id);

    public BackupSet {
        snapshots = List.copyOf(snapshots);
    }

    /** Whether a restore may use it. */
    public boolean usable() {
        return state == State.COMMITTED;
    }

    /** Whether a set can be used. */
    public enum State {
        /** The manifest is there, whole, and so are its snapshots. */
        COMMITTED,
        /** Snapshots without a manifest: the backup is still running, or died. */
        INCOMPLETE,
        /** Somebody marked it as failed. */
        FAILED,
        /** The manifest cannot be trusted or read, or snapshots are missing. */
        DAMAGED
    }
}
