package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.consistentbackup.job.RestoreForm;
import io.jenkins.plugins.consistentbackup.job.RestoreSettings;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Puts a backup set back, and returns a {@link RestoreResult}.
 *
 * @see RestoreSettings
 */
public final class RestoreSnapshotStep extends ReplacingStep<RestoreSettings> {
    @DataBoundConstructor
    public RestoreSnapshotStep(final String namespace) {
        super(new RestoreSettings(namespace));
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

    /** Names and describes the step. */
    @Extension
    public static final class DescriptorImpl extends ClusterStepDescriptor implements RestoreForm {
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
