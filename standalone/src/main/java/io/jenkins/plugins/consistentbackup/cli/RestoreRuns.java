package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.InputException;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.local.PhaseProgress;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import io.jenkins.plugins.consistentbackup.restore.RestoreState;

/** From the plan of a restore, clone or undo to its report. */
final class RestoreRuns {
    private RestoreRuns() {}

    static int run(LocalEngine engine, RestorePlan plan, boolean planOnly, Output output) throws InterruptedException {
        if (planOnly) {
            output.result(plan, plan.lines());
            if (!plan.missing().isEmpty()) {
                return ExitCodes.NOT_ALLOWED;
            }
            return plan.possible() ? ExitCodes.DONE : ExitCodes.BAD_INPUT;
        }
        if (!plan.missing().isEmpty()) {
            plan.problems().forEach(output::warning);
            return ExitCodes.NOT_ALLOWED;
        }
        if (!plan.possible()) {
            throw new InputException(String.join("\n", plan.problems()));
        }
        RestoreState state = plan.begin();
        // What is about to be discarded is said before it is.
        plan.lines().forEach(output::progress);
        PhaseRun<RestoreState> run = engine.restorer()
                .run(state, new PhaseProgress<>(output::progress), output::progress)
                .start();
        RestoreState ended = Await.result(run.result(), run::cancel);
        RestoreReport report = engine.restorer().report(ended);
        output.result(report, report.lines());
        return ExitCodes.DONE;
    }
}
