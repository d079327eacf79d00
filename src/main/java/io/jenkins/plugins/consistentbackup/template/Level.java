package io.jenkins.plugins.consistentbackup.template;

/** What a backup set was proved to be, from least to most. */
public enum Level {
    /** Nothing can be promised: a copy may refuse to start, or start and be corrupt. */
    NONE,
    /** As after a power cut: what the database had synced is there, and its own recovery is needed. */
    CRASH,
    /** File systems were flushed before an atomic cut. */
    FILESYSTEM,
    /** The database was held, or flushed as its vendor asks, over the cut, and that was proved. */
    APPLICATION;

    /** Whether this level is {@code other} or more. */
    public boolean atLeast(final Level other) {
        return compareTo(other) >= 0;
    }
}
