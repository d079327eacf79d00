package io.jenkins.plugins.consistentbackup.restore;

/** What a run of this package does. */
public enum Operation {
    /** Puts a set's data in the place of what runs. */
    RESTORE("restored"),
    /** Makes a copy of a set in another namespace. */
    CLONE("cloned"),
    /** Puts back what a finished restore or undo replaced. */
    UNDO("undone"),
    /** Takes back a restore or undo that died or failed on its way. */
    PUT_BACK("put back");

    private final String done;

    Operation(final String done) {
        this.done = done;
    }

    /** The participle, for reports. */
    public String done() {
        return done;
    }
}
