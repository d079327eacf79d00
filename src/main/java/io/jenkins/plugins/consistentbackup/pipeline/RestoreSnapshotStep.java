package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
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
    private String templateFile;

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

    /** A file of the workspace with the hook template that the set was held with, if that is in no library. */
    @Override
    public String getTemplateFile() {
        return templateFile;
    }

    @DataBoundSetter
    public void setTemplateFile(final String templateFile) {
        this.templateFile = Util.fixEmptyAndTrim(templateFile);
    }

    public String getTemplateConfigMap() {
        return settings().getTemplateConfigMap();
    }

    @DataBoundSetter
    public void setTemplateConfigMap(final String templateConfigMap) {
        settings().setTemplateConfigMap(templateConfigMap);
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
