package io.jenkins.plugins.consistentbackup.pipeline;

import hudson.Util;
import io.jenkins.plugins.consistentbackup.job.BackupSettings;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A step that backs up a namespace, with the parameters of that.
 *
 * @see BackupSettings
 */
public abstract class BackupStep extends ClusterStep<BackupSettings> {
    private String templateFile;

    BackupStep(final String namespace) {
        super(new BackupSettings(namespace));
    }

    /** A file of the workspace with a hook template that only this backup has. */
    public final String getTemplateFile() {
        return templateFile;
    }

    @DataBoundSetter
    public final void setTemplateFile(final String templateFile) {
        this.templateFile = Util.fixEmptyAndTrim(templateFile);
    }

    public final String getSelector() {
        return settings().getSelector();
    }

    @DataBoundSetter
    public final void setSelector(final String selector) {
        settings().setSelector(selector);
    }

    public final String getWorkloads() {
        return settings().getWorkloads();
    }

    @DataBoundSetter
    public final void setWorkloads(final String workloads) {
        settings().setWorkloads(workloads);
    }

    public final String getExclude() {
        return settings().getExclude();
    }

    @DataBoundSetter
    public final void setExclude(final String exclude) {
        settings().setExclude(exclude);
    }

    public final String getTemplate() {
        return settings().getTemplate();
    }

    @DataBoundSetter
    public final void setTemplate(final String template) {
        settings().setTemplate(template);
    }

    public final String getTemplates() {
        return settings().getTemplates();
    }

    @DataBoundSetter
    public final void setTemplates(final String templates) {
        settings().setTemplates(templates);
    }

    public final String getTemplateConfigMap() {
        return settings().getTemplateConfigMap();
    }

    @DataBoundSetter
    public final void setTemplateConfigMap(final String templateConfigMap) {
        settings().setTemplateConfigMap(templateConfigMap);
    }

    public final String getParameters() {
        return settings().getParameters();
    }

    @DataBoundSetter
    public final void setParameters(final String parameters) {
        settings().setParameters(parameters);
    }

    public final String getSnapshotClass() {
        return settings().getSnapshotClass();
    }

    @DataBoundSetter
    public final void setSnapshotClass(final String snapshotClass) {
        settings().setSnapshotClass(snapshotClass);
    }

    public final String getGrouping() {
        return settings().getGrouping();
    }

    @DataBoundSetter
    public final void setGrouping(final String grouping) {
        settings().setGrouping(grouping);
    }

    public final String getLevel() {
        return settings().getLevel();
    }

    @DataBoundSetter
    public final void setLevel(final String level) {
        settings().setLevel(level);
    }

    public final String getMaxFreeze() {
        return settings().getMaxFreeze();
    }

    @DataBoundSetter
    public final void setMaxFreeze(final String maxFreeze) {
        settings().setMaxFreeze(maxFreeze);
    }

    public final String getMaxHold() {
        return settings().getMaxHold();
    }

    @DataBoundSetter
    public final void setMaxHold(final String maxHold) {
        settings().setMaxHold(maxHold);
    }

    public final String getReadyTimeout() {
        return settings().getReadyTimeout();
    }

    @DataBoundSetter
    public final void setReadyTimeout(final String readyTimeout) {
        settings().setReadyTimeout(readyTimeout);
    }

    public final Integer getKeep() {
        return settings().getKeep();
    }

    @DataBoundSetter
    public final void setKeep(final Integer keep) {
        settings().setKeep(keep);
    }
}
