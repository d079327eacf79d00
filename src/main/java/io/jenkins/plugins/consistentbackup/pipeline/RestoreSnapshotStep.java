package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.job.EngineRuns;
import io.jenkins.plugins.consistentbackup.job.Requester;
import io.jenkins.plugins.consistentbackup.job.RestoreForm;
import io.jenkins.plugins.consistentbackup.job.RestoreOrder;
import io.jenkins.plugins.consistentbackup.job.RestoreSettings;
import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Puts a backup set back, and returns a {@link RestoreResult}.
 *
 * @see RestoreSettings
 */
public final class RestoreSnapshotStep extends ClusterStep<RestoreSettings> {
    @DataBoundConstructor
    public RestoreSnapshotStep(final String namespace) {
        super(new RestoreSettings(namespace));
    }

    @Override
    public StepExecution start(final StepContext context) {
        return new Execution(context, settings());
    }

    public String getSet() {
        return settings().getSet();
    }

    @DataBoundSetter
    public void setSet(final String set) {
        settings().setSet(set);
    }

    public String getCloneInto() {
        return settings().getCloneInto();
    }

    @DataBoundSetter
    public void setCloneInto(final String cloneInto) {
        settings().setCloneInto(cloneInto);
    }

    public boolean isRollBackWorkload() {
        return settings().isRollBackWorkload();
    }

    @DataBoundSetter
    public void setRollBackWorkload(final boolean rollBackWorkload) {
        settings().setRollBackWorkload(rollBackWorkload);
    }

    public boolean isStopOthers() {
        return settings().isStopOthers();
    }

    @DataBoundSetter
    public void setStopOthers(final boolean stopOthers) {
        settings().setStopOthers(stopOthers);
    }

    public String getKeepFor() {
        return settings().getKeepFor();
    }

    @DataBoundSetter
    public void setKeepFor(final String keepFor) {
        settings().setKeepFor(keepFor);
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final RestoreSettings settings;
        private final String restore = EngineRuns.newId();

        Execution(final StepContext context, final RestoreSettings settings) {
            super(context);
            this.settings = settings;
        }

        @Override
        public boolean start() throws Exception {
            Run<?, ?> build = build();
            follow(
                    EngineRuns.get()
                            .restore(
                                    restore,
                                    build,
                                    log(),
                                    () -> new RestoreOrder(settings.choice(), settings.request(Requester.of(build)))),
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

    /** Names and describes the step. */
    @Extension
    public static final class DescriptorImpl extends ClusterStepDescriptor implements RestoreForm {
        public DescriptorImpl() {
            super(RestoreSettings.class);
        }

        @Override
        public String getFunctionName() {
            return "restoreSnapshot";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RestoreSnapshotStep_displayName();
        }
    }
}
