package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.job.BackupForm;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/**
 * Backs up a namespace, runs its body after a good backup only, and returns a {@link BackupResult}. A step of its own,
 * because Pipeline knows steps that take a body and steps that take none, but none that may.
 */
public final class WithConsistentBackupStep extends BackupStep {
    /** The only thing that can be done when the body fails. */
    static final String RESTORE = "restore";

    private String onFailure;

    @DataBoundConstructor
    public WithConsistentBackupStep(final String namespace) {
        super(namespace);
    }

    @Override
    public StepExecution start(final StepContext context) {
        return new BackupExecution(context, settings(), getTemplateFile(), onFailure);
    }

    /** What is done when the body fails: {@code restore}, or null for nothing. */
    public String getOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(final String onFailure) {
        this.onFailure = Util.fixEmptyAndTrim(onFailure);
    }

    /** Names and describes the step. */
    @Extension
    public static final class DescriptorImpl extends ClusterStepDescriptor implements BackupForm {
        @Override
        public String getFunctionName() {
            return "withConsistentBackup";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.WithConsistentBackupStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        /** What can be done when the body fails. */
        @POST
        public ListBoxModel doFillOnFailureItems(@AncestorInPath final Item item) {
            ListBoxModel model = new ListBoxModel();
            model.add(Messages.WithConsistentBackupStep_nothing(), "");
            model.add(Messages.WithConsistentBackupStep_restore(), RESTORE);
            return model;
        }
    }
}
