package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import java.util.concurrent.CompletableFuture;

/** Writes the manifest: from here on the set exists. */
final class CommitPhase implements Phase<BackupState> {
    private final BackupSession session;

    CommitPhase(final BackupSession session) {
        this.session = session;
    }

    @Override
    public String name() {
        return "commit";
    }

    @Override
    public String doing(final BackupState state) {
        return "committing set " + state.id();
    }

    @Override
    public CompletableFuture<Void> run(final BackupState state, final PhaseContext context) {
        return session.checkLease(state)
                .thenCompose(nothing -> session.ready(state))
                .thenCompose(ready -> {
                    Manifest manifest =
                            Manifests.of(state, ready, session.parts().cluster().server());
                    return session.parts().catalog().commit(manifest).thenAccept(nothing -> {
                        BackupReport report = Reports.of(manifest, state);
                        state.setReport(report);
                        report.lines().forEach(context::say);
                    });
                });
    }
}
