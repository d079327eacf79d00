package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.consistentbackup.job.BackupForm;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Backs up a namespace, and returns a {@link BackupResult}. */
public final class ConsistentBackupStep extends BackupStep {
    private boolean dryRun;

    @DataBoundConstructor
    public ConsistentBackupStep(final String namespace) {
        super(namespace);
    }

    @Override
    public StepExecution start(final StepContext context) {
        return dryRun
                ? new PlanExecution(context, settings(), getTemplateFile())
                : new BackupExecution(context, settings(), getTemplateFile(), null);
    }

    /** Whether the plan is only printed and returned, as a {@link PlanResult}. */
    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(final boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** Names and describes the step. */
    @Extension
    public static final class DescriptorImpl extends ClusterStepDescriptor implements BackupForm {
        @Override
        public String getFunctionName() {
            return "consistentBackup";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ConsistentBackupStep_displayName();
        }
    }
}
