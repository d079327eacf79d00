package io.jenkins.plugins.consistentbackup.pipeline;

import hudson.FilePath;
import io.jenkins.plugins.consistentbackup.job.BackupSettings;
import io.jenkins.plugins.consistentbackup.job.ClusterEngine;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Prints what a backup would do, and returns it. */
final class PlanExecution extends UnrecordedExecution {
    private static final long serialVersionUID = 1L;

    private final BackupSettings settings;
    private final String templateFile;

    PlanExecution(final StepContext context, final BackupSettings settings, final String templateFile) {
        super(context, settings.choice());
        this.settings = settings;
        this.templateFile = templateFile;
    }

    @Override
    List<String> templates() throws IOException, InterruptedException {
        return WorkspaceFile.templates(getContext().get(FilePath.class), templateFile);
    }

    @Override
    CompletableFuture<PlanResult> work(final ClusterEngine engine, final Call call) {
        return engine.shownPlan(settings.request(call.requester(), call.log()), call.log())
                .thenApply(PlanResult::new);
    }
}
