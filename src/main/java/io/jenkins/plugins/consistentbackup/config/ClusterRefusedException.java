package io.jenkins.plugins.consistentbackup.config;

import hudson.AbortException;

/** A job may not use the cluster or namespace that it asks for, or it cannot be entered. Shown without a stack trace. */
public final class ClusterRefusedException extends AbortException {
    private static final long serialVersionUID = 1L;

    public ClusterRefusedException(final String message) {
        super(message);
    }
}
