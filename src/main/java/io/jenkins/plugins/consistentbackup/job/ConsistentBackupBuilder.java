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
import java.util.List;
import jenkins.tasks.SimpleBuildStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Backs up a namespace as a build step of a freestyle job; the steps after it run after a good backup only. */
public final class ConsistentBackupBuilder extends Builder implements SimpleBuildStep {
    private final BackupSettings settings;

    @DataBoundConstructor
    public ConsistentBackupBuilder(final BackupSettings settings) {
        this.settings = settings;
    }

    public BackupSettings getSettings() {
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
        BackupSettings wanted = run instanceof AbstractBuild ? settings.expanded(variables) : settings;
        Attended.await(EngineRuns.get()
                .backUp(
                        EngineRuns.newId(),
                        run,
                        BuildLog.of(listener),
                        () -> new BackupOrder(wanted.choice(), wanted.request(Requester.of(run)), List.of())));
    }

    /** Offers the step to freestyle jobs. */
    @Extension
    @Symbol("consistentBackup")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ConsistentBackupBuilder_displayName();
        }

        @Override
        @SuppressWarnings("rawtypes") // As core declares it.
        public boolean isApplicable(final Class<? extends AbstractProject> type) {
            return true;
        }
    }
}
