package io.jenkins.plugins.consistentbackup.job;

import io.jenkins.plugins.consistentbackup.backup.BackupRun;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;

/** What backups and restores have in common for whoever watches or stops them. */
interface Steering {
    /** What is being done, in one line. */
    String status();

    /** Whether a database waits or is down, so that this Jenkins had better not end now. */
    boolean holding();

    /** Asks it to stop; it cleans up, and then fails with this reason. */
    void cancel(String reason);

    static Steering of(final BackupRun run) {
        return new Steering() {
            @Override
            public String status() {
                return run.status();
            }

            @Override
            public boolean holding() {
                return run.holding();
            }

            @Override
            public void cancel(final String reason) {
                run.cancel(reason);
            }
        };
    }

    /** A restore: its workload is stopped most of the time. */
    static Steering of(final PhaseRun<?> run) {
        return new Steering() {
            @Override
            public String status() {
                return run.status();
            }

            @Override
            public boolean holding() {
                return !run.result().isDone();
            }

            @Override
            public void cancel(final String reason) {
                run.cancel(reason);
            }
        };
    }
}
