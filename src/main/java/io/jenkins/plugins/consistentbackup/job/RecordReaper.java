package io.jenkins.plugins.consistentbackup.job;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Cleans up after operations whose build nobody resumes: freestyle builds after a restart, builds that were deleted or
 * killed, and where the cluster could not be reached when it was time to clean up. At start-up, and every minute.
 */
@Extension
public final class RecordReaper extends AsyncPeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(RecordReaper.class.getName());
    /** Long enough to mend a cluster's credentials; a database lets go by itself within minutes. */
    private static final long PATIENCE_MILLIS = TimeUnit.DAYS.toMillis(7);

    public RecordReaper() {
        super("Cleaning up after backups whose build is gone");
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    public long getInitialDelay() {
        return TimeUnit.SECONDS.toMillis(5);
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINEST;
    }

    @Override
    protected void execute(final TaskListener listener) throws IOException {
        EngineRuns runs = EngineRuns.get();
        for (RunRecord record : runs.inactive()) {
            if (!isWaitedFor(record)) {
                reap(runs, record);
            }
        }
    }

    private static void reap(final EngineRuns runs, final RunRecord record) {
        if (record.millisSince(System.currentTimeMillis()) > PATIENCE_MILLIS) {
            LOGGER.warning("gave up cleaning up after " + record.build() + ", namespace "
                    + record.cluster().getNamespace() + ": " + record.state().getFailure());
            runs.forget(record.id());
        } else {
            runs.cleanUp(record.id());
        }
    }

    /** Whether a build goes on that will resume the operation itself. */
    private static boolean isWaitedFor(final RunRecord record) {
        if (record.isAbandoned()) {
            return false;
        }
        Run<?, ?> build = record.findBuild();
        return build != null && build.isBuilding();
    }
}
