package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.backup.BackupException;
import io.jenkins.plugins.consistentbackup.backup.MissingRightsException;
import io.jenkins.plugins.consistentbackup.catalog.CatalogException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigException;
import io.jenkins.plugins.consistentbackup.local.InputException;
import io.jenkins.plugins.consistentbackup.phase.RunFailedException;
import io.jenkins.plugins.consistentbackup.quiesce.HoldException;
import io.jenkins.plugins.consistentbackup.quiesce.NoShellException;
import io.jenkins.plugins.consistentbackup.restore.RestoreException;
import io.jenkins.plugins.consistentbackup.snapshot.SnapshotException;
import io.jenkins.plugins.consistentbackup.template.TemplateException;
import java.util.Set;

/**
 * What people and scripts hear of a failure.
 *
 * @param exitCode of the process
 * @param message what, where and what to do
 * @param expected whether it is one that the engine foresaw; if not, a stack trace helps
 */
record FailureText(int exitCode, String message, boolean expected) {
    /** A backup that is refused before its first phase is one that was not tried. */
    private static final Set<Class<?>> BAD_INPUT = Set.of(
            BackupException.class,
            InputException.class,
            KubeconfigException.class,
            NoShellException.class,
            TemplateException.class,
            IllegalArgumentException.class);

    private static final Set<Class<?>> FORESEEN = Set.of(
            CatalogException.class,
            ClusterException.class,
            HoldException.class,
            RestoreException.class,
            SnapshotException.class);

    static FailureText of(Throwable failure) {
        if (failure instanceof RunFailedException run) {
            return ofRun(run);
        }
        if (failure instanceof MissingRightsException || isForbidden(failure)) {
            return new FailureText(ExitCodes.NOT_ALLOWED, failure.getMessage(), true);
        }
        if (BAD_INPUT.contains(failure.getClass())) {
            return new FailureText(ExitCodes.BAD_INPUT, failure.getMessage(), true);
        }
        if (FORESEEN.contains(failure.getClass())) {
            return new FailureText(ExitCodes.FAILED, failure.getMessage(), true);
        }
        return new FailureText(ExitCodes.FAILED, failure.toString(), false);
    }

    /** A plan that was refused means that nothing was tried; everything later is a failure. */
    private static FailureText ofRun(RunFailedException run) {
        int cause =
                run.getCause() == null ? ExitCodes.FAILED : of(run.getCause()).exitCode();
        boolean refused = cause == ExitCodes.NOT_ALLOWED || "plan".equals(run.phase());
        return new FailureText(refused ? cause : ExitCodes.FAILED, run.getMessage(), true);
    }

    private static boolean isForbidden(Throwable failure) {
        return failure instanceof ClusterException cluster
                && (cluster.reason() == ClusterException.Reason.FORBIDDEN
                        || cluster.reason() == ClusterException.Reason.UNAUTHORIZED);
    }
}
