package io.jenkins.plugins.consistentbackup.policy;

/** Whether data may be put back, from least to most strict. */
public enum Restoring {
    ALLOWED,
    /** After somebody who may has looked at what would be discarded. */
    WITH_APPROVAL,
    REFUSED
}
