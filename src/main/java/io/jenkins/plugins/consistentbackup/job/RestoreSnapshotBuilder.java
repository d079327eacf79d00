package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Puts a backup set back as a build step of a freestyle job. */
public final class RestoreSnapshotBuilder extends Builder implements SimpleBuildStep {
    private final RestoreSettings settings;

    @DataBoundConstructor
    public RestoreSnapshotBuilder(final RestoreSettings settings) {
        this.settings = settings;
    }

    public RestoreSettings getSettings() {
        return settings;
    }

    @Override
    public boolean requiresWorkspace() {
        return false;
    }

    @Override
    public void perform(
            @NonNull final Run<?, ?> run, @NonNull final EnvVars variables, @NonNull final TaskListener listener)
            throws InterruptedException, IOException {
        // Pipelines have put their values in already, and a dollar in them means nothing.
        RestoreSettings wanted = run instanceof AbstractBuild ? settings.expanded(variables) : settings;
        Attended.await(EngineRuns.get()
                .restore(
                        EngineRuns.newId(),
                        run,
                        BuildLog.of(listener),
                        () -> new RestoreOrder(wanted.choice(), wanted.request(Requester.of(run)))));
    }

    /** Offers the step to freestyle jobs. */
    @Extension
    @Symbol("restoreSnapshot")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RestoreSnapshotBuilder_displayName();
        }

        @Override
        @SuppressWarnings("rawtypes") // As core declares it.
        public boolean isApplicable(final Class<? extends AbstractProject> type) {
            return true;
        }
    }
}
