package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import java.util.concurrent.CompletableFuture;

/** A backup on its way. */
public final class BackupRun {
    private final PhaseRun<BackupState> run;
    private final BackupState state;

    BackupRun(final PhaseRun<BackupState> run, final BackupState state) {
        this.run = run;
        this.state = state;
    }

    /** The set that is being made; it does not exist for a restore before the backup has succeeded. */
    public SetId id() {
        return state.id();
    }

    /**
     * What it came to; fails with {@link io.jenkins.plugins.consistentbackup.phase.RunFailedException} when everything
     * was released and cleaned up.
     */
    public CompletableFuture<BackupReport> result() {
        return run.result().thenApply(done -> done.report().orElseThrow());
    }

    /** Releases everything, removes what was made, and then fails with this reason. Does nothing after the end. */
    public void cancel(final String reason) {
        run.cancel(reason);
    }

    /** What is being done, in one line. */
    public String status() {
        return run.status();
    }

    /** Whether something is or may be held now, so that this process had better not end. */
    public boolean holding() {
        String phase = state.getPhase();
        return Backups.HOLDING_PHASES.contains(phase);
    }
}
