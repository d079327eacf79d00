package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.consistentbackup.config.DefaultsForm;
import io.jenkins.plugins.consistentbackup.job.UndoSettings;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Takes a restore back, and returns a {@link RestoreResult}.
 *
 * @see UndoSettings
 */
public final class UndoRestoreStep extends ReplacingStep<UndoSettings> {
    @DataBoundConstructor
    public UndoRestoreStep(final String namespace) {
        super(new UndoSettings(namespace));
    }

    public String getRestore() {
        return settings().getRestore();
    }

    @DataBoundSetter
    public void setRestore(final String restore) {
        settings().setRestore(restore);
    }

    /** Names and describes the step. */
    @Extension
    public static final class DescriptorImpl extends ClusterStepDescriptor implements DefaultsForm {
        @Override
        public String getFunctionName() {
            return "undoRestore";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.UndoRestoreStep_displayName();
        }
    }
}
