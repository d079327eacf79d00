package io.jenkins.plugins.consistentbackup.catalog;

import java.time.Instant;
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
