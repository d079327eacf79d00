package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import java.util.concurrent.CompletableFuture;

/** Keeps others away from the namespace, and opens and labels what the freeze must not wait for. */
final class ReservePhase implements Phase<BackupState> {
    private final BackupSession session;
    private final PolicedPlanner planner;

    ReservePhase(final BackupSession session, final PolicedPlanner planner) {
        this.session = session;
        this.planner = planner;
    }

    @Override
    public String name() {
        return "reserve";
    }

    @Override
    public String doing(final BackupState state) {
        return "waiting for the Lease of namespace " + state.request().namespace();
    }

    @Override
    public CompletableFuture<Void> run(final BackupState state, final PhaseContext context) {
        return context.unlessCancelled(session.lease(state))
                // Rules may have changed, and somebody else's backup ended, while this one waited for the Lease.
                .thenCompose(lease -> planner.judgeAgain(state.request(), state.requirePlan()))
                .thenCompose(nothing -> session.openCutter(state))
                .thenCompose(nothing -> labelGroups(state));
    }

    private CompletableFuture<Void> labelGroups(final BackupState state) {
        BackupPlan plan = state.requirePlan();
        CompletableFuture<?>[] labelled = plan.groups().stream()
                .filter(PlannedGroup::grouped)
                .map(group -> session.parts()
                        .claimLabels()
                        .put(plan.namespace(), state.id(), group.name(), VolumeCuts.of(state.id(), plan, group)))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(labelled);
    }
}
