package io.jenkins.plugins.consistentbackup.job;

import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.backup.BackupState;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.phase.RunState;
import io.jenkins.plugins.consistentbackup.restore.RestoreState;
import java.util.ArrayList;
import java.util.List;

/**
 * A backup or restore that has begun and not ended, so that whoever comes after a crash can go on with it or clean up
 * after it. Persisted, hence a plain class. Names a cluster or credentials, never holds a secret.
 */
final class RunRecord {
    private final String id;
    private final String build;
    private final ClusterChoice cluster;
    private final ArrayList<String> templates;
    private BackupState backup;
    private RestoreState restore;
    private boolean abandoned;
    private final long begunMillis = System.currentTimeMillis();

    RunRecord(final String id, final Run<?, ?> build, final ClusterChoice cluster, final List<String> templates) {
        this.id = id;
        this.build = build.getExternalizableId();
        this.cluster = cluster;
        this.templates = new ArrayList<>(templates);
    }

    String id() {
        return id;
    }

    /** The build that asked, in the form that {@link Run#fromExternalizableId} reads. */
    String build() {
        return build;
    }

    /** That build, or null when it is gone. */
    Run<?, ?> findBuild() {
        try {
            return Run.fromExternalizableId(build);
        } catch (IllegalArgumentException e) {
            return null; // Its job is gone, too.
        }
    }

    ClusterChoice cluster() {
        return cluster;
    }

    /** Texts of hook templates that only this run has. */
    List<String> templates() {
        return templates;
    }

    /** Null for a restore. */
    BackupState backup() {
        return backup;
    }

    /** Null for a backup. */
    RestoreState restore() {
        return restore;
    }

    void keep(final BackupState state) {
        backup = state;
    }

    void keep(final RestoreState state) {
        restore = state;
    }

    RunState state() {
        return backup == null ? restore : backup;
    }

    /** How long ago it was begun. */
    long millisSince(final long nowMillis) {
        return nowMillis - begunMillis;
    }

    /** Whether its build has its answer already, but something was left that could not be cleaned up. */
    boolean isAbandoned() {
        return abandoned;
    }

    void abandon() {
        abandoned = true;
    }
}
