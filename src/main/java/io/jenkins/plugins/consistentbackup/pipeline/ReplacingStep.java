package io.jenkins.plugins.consistentbackup.pipeline;

import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.job.BuildLog;
import io.jenkins.plugins.consistentbackup.job.EngineRuns;
import io.jenkins.plugins.consistentbackup.job.ReplacingSettings;
import io.jenkins.plugins.consistentbackup.job.Requester;
import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A step that replaces data and keeps what is replaced, and returns a {@link RestoreResult}.
 *
 * @param <T> its parameters
 */
public abstract class ReplacingStep<T extends ReplacingSettings<T>> extends ClusterStep<T> {
    ReplacingStep(final T settings) {
        super(settings);
    }

    @Override
    public final StepExecution start(final StepContext context) {
        return new Execution<>(context, settings(), getTemplateFile());
    }

    /** A file of the workspace with a hook template; null for none. */
    String getTemplateFile() {
        return null;
    }

    public final boolean isStopOthers() {
        return settings().isStopOthers();
    }

    @DataBoundSetter
    public final void setStopOthers(final boolean stopOthers) {
        settings().setStopOthers(stopOthers);
    }

    public final String getKeepFor() {
        return settings().getKeepFor();
    }

    @DataBoundSetter
    public final void setKeepFor(final String keepFor) {
        settings().setKeepFor(keepFor);
    }

    private static final class Execution<T extends ReplacingSettings<T>> extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final T settings;
        private final String templateFile;
        private final String restore = EngineRuns.newId();

        Execution(final StepContext context, final T settings, final String templateFile) {
            super(context);
            this.settings = settings;
            this.templateFile = templateFile;
        }

        @Override
        public boolean start() throws Exception {
            Run<?, ?> build = build();
            BuildLog log = log();
            FilePath workspace = getContext().get(FilePath.class);
            follow(
                    EngineRuns.get()
                            .restore(
                                    restore,
                                    build,
                                    log,
                                    () -> settings.order(Requester.of(build), log)
                                            .with(WorkspaceFile.templates(workspace, templateFile))),
                    this::restored);
            return false;
        }

        @Override
        void resume() throws IOException, InterruptedException {
            follow(EngineRuns.get().resumeRestore(restore, build(), log()), this::restored);
        }

        private void restored(final RestoreReport report, final Throwable failure) {
            if (failure == null) {
                succeed(new RestoreResult(report));
            } else {
                fail(failure);
            }
        }
    }
}
