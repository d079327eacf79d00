package io.jenkins.plugins.consistentbackup.restore;

import java.util.Objects;

/**
 * A wish to take a restore back, whether it ended well, failed, or died on the way. What it put in place is kept as
 * well, so an undo can be undone.
 *
 * @param namespace where the restore was
 * @param restore id of the restore, or {@link #LATEST}
 * @param holder who asks, for the Lease and for owner labels
 * @param choices what may be done on the way; rolling back a workload has no meaning here
 * @param limits how long each part may take
 */
public record UndoRequest(
        String namespace, String restore, String holder, RestoreChoices choices, RestoreLimits limits) {

    /** In place of a restore's id: the one that was begun last in the namespace. */
    public static final String LATEST = "latest";

    public UndoRequest {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(restore, "restore");
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(choices, "choices");
        Objects.requireNonNull(limits, "limits");
    }

    /** Takes a restore back, with the usual choices and limits. */
    public static UndoRequest of(final String namespace, final String restore, final String holder) {
        return new UndoRequest(namespace, restore, holder, RestoreChoices.usual(), RestoreLimits.usual());
    }
}
