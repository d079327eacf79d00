package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import java.util.concurrent.CompletableFuture;

/** Finds out what is to be done; changes nothing. */
final class PlanPhase implements Phase<BackupState> {
    private final PolicedPlanner planner;

    PlanPhase(final PolicedPlanner planner) {
        this.planner = planner;
    }

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String doing(final BackupState state) {
        return "planning the backup of namespace " + state.request().namespace();
    }

    @Override
    public CompletableFuture<Void> run(final BackupState state, final PhaseContext context) {
        return context.unlessCancelled(planner.plan(state.request())).thenAccept(plan -> {
            state.setPlan(plan);
            plan.lines().forEach(context::say);
        });
    }
}
