package io.jenkins.plugins.consistentbackup.backup;

/** What a database is among its replicas. */
public enum Role {
    /** The template knows no roles. */
    ONLY,
    /** Follows a primary; held before it. */
    REPLICA,
    /** Takes the writes. */
    PRIMARY
}
