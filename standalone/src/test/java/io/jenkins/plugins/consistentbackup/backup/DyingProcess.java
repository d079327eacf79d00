package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.StoredState;
import java.util.concurrent.CompletableFuture;

/** A process that dies when its backup comes to a phase: its connection is cut, and it saves nothing more. */
final class DyingProcess implements Journal<BackupState> {
    private final String phase;
    private final Cluster connection;
    private final CompletableFuture<BackupState> died = new CompletableFuture<>();

    /** @param connection that it alone uses */
    DyingProcess(final String phase, final Cluster connection) {
        this.phase = phase;
        this.connection = connection;
    }

    /** What it had saved when it died, as another process would read it. */
    CompletableFuture<BackupState> died() {
        return died;
    }

    @Override
    public CompletableFuture<Void> save(final BackupState state) {
        if (phase.equals(state.getPhase()) && !died.isDone()) {
            died.complete(StoredState.of(state));
            connection.close();
        }
        return died.isDone() ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
    }
}
