package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.config.BackupChoices;
import io.jenkins.plugins.consistentbackup.config.Words;
import java.util.function.Consumer;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of a backup, as text, the way people write them. */
public final class BackupSettings extends ClusterSettings<BackupSettings> implements BackupChoices {
    private static final long serialVersionUID = 1L;

    private String selector;
    private String workloads;
    private String exclude;
    private String template;
    private String templates;
    private String templateConfigMap;
    private String parameters;
    private String snapshotClass;
    private String grouping;
    private String level;
    private String maxFreeze;
    private String maxHold;
    private String readyTimeout;
    private Integer keep;

    @DataBoundConstructor
    public BackupSettings(final String namespace) {
        super(namespace);
    }

    /**
     * What is asked of the engine; what is left empty here is as the administrator's defaults say.
     *
     * @param requester URL of the build that asks
     * @param log hears which defaults are in force
     * @throws IllegalArgumentException that names the parameter that is wrong, and what is right
     */
    public BackupRequest request(final String requester, final Consumer<String> log) {
        return request(requester, DefaultsInForce.saidTo(log));
    }

    BackupRequest request(final String requester, final DefaultsInForce defaults) {
        BackupRequest request = BackupRequest.in(requireNamespace())
                .withRequester(requester)
                .withSelector(Words.pairs("selector", selector))
                .withWorkloads(Words.list(workloads))
                .withoutClaims(Words.list(exclude))
                .withTemplates(Words.pairs("templates", templates))
                .withParameters(Words.lines("parameters", parameters));
        if (template != null) {
            request = request.withTemplate(template);
        }
        if (templateConfigMap != null) {
            request = request.withTemplateConfigMap(templateConfigMap);
        }
        return defaults.complete(request, this);
    }

    /** These settings with a freestyle build's variables put in. */
    BackupSettings expanded(final EnvVars variables) {
        BackupSettings copy = new BackupSettings(variables.expand(getNamespace()));
        copyClusterTo(copy, variables);
        copy.selector = variables.expand(selector);
        copy.workloads = variables.expand(workloads);
        copy.exclude = variables.expand(exclude);
        copy.template = variables.expand(template);
        copy.templates = variables.expand(templates);
        copy.setTemplateConfigMap(variables.expand(templateConfigMap));
        copy.parameters = variables.expand(parameters);
        copy.snapshotClass = variables.expand(snapshotClass);
        copy.grouping = grouping;
        copy.level = level;
        copy.maxFreeze = variables.expand(maxFreeze);
        copy.maxHold = variables.expand(maxHold);
        copy.readyTimeout = variables.expand(readyTimeout);
        copy.keep = keep;
        return copy;
    }

    /** Only pods with these labels: {@code app=db, tier=data}. */
    public String getSelector() {
        return selector;
    }

    @DataBoundSetter
    public void setSelector(final String selector) {
        this.selector = Util.fixEmptyAndTrim(selector);
    }

    /** Only these workloads: {@code statefulset/db, deployment/web}. */
    public String getWorkloads() {
        return workloads;
    }

    @DataBoundSetter
    public void setWorkloads(final String workloads) {
        this.workloads = Util.fixEmptyAndTrim(workloads);
    }

    /** Claims that are left out, such as caches. */
    public String getExclude() {
        return exclude;
    }

    @DataBoundSetter
    public void setExclude(final String exclude) {
        this.exclude = Util.fixEmptyAndTrim(exclude);
    }

    /** The hook template for every container; null for the one that fits its image. */
    public String getTemplate() {
        return template;
    }

    @DataBoundSetter
    public void setTemplate(final String template) {
        this.template = Util.fixEmptyAndTrim(template);
    }

    /** Templates by container or workload: {@code statefulset/db=pause}. */
    public String getTemplates() {
        return templates;
    }

    @DataBoundSetter
    public void setTemplates(final String templates) {
        this.templates = Util.fixEmptyAndTrim(templates);
    }

    /** A ConfigMap of the namespace whose values are hook templates, to choose from besides those of the library; null for none. */
    public String getTemplateConfigMap() {
        return templateConfigMap;
    }

    @DataBoundSetter
    public void setTemplateConfigMap(final String templateConfigMap) {
        this.templateConfigMap = Util.fixEmptyAndTrim(templateConfigMap);
    }

    /** Values for parameters of the templates, {@code NAME=VALUE} a line. Never a secret. */
    public String getParameters() {
        return parameters;
    }

    @DataBoundSetter
    public void setParameters(final String parameters) {
        this.parameters = Util.fixEmptyAndTrim(parameters);
    }

    @Override
    public String getSnapshotClass() {
        return snapshotClass;
    }

    @DataBoundSetter
    public void setSnapshotClass(final String snapshotClass) {
        this.snapshotClass = Util.fixEmptyAndTrim(snapshotClass);
    }

    @Override
    public String getGrouping() {
        return grouping;
    }

    @DataBoundSetter
    public void setGrouping(final String grouping) {
        this.grouping = Util.fixEmptyAndTrim(grouping);
    }

    @Override
    public String getLevel() {
        return level;
    }

    @DataBoundSetter
    public void setLevel(final String level) {
        this.level = Util.fixEmptyAndTrim(level);
    }

    @Override
    public String getMaxFreeze() {
        return maxFreeze;
    }

    @DataBoundSetter
    public void setMaxFreeze(final String maxFreeze) {
        this.maxFreeze = Util.fixEmptyAndTrim(maxFreeze);
    }

    @Override
    public String getMaxHold() {
        return maxHold;
    }

    @DataBoundSetter
    public void setMaxHold(final String maxHold) {
        this.maxHold = Util.fixEmptyAndTrim(maxHold);
    }

    @Override
    public String getReadyTimeout() {
        return readyTimeout;
    }

    @DataBoundSetter
    public void setReadyTimeout(final String readyTimeout) {
        this.readyTimeout = Util.fixEmptyAndTrim(readyTimeout);
    }

    @Override
    public Integer getKeep() {
        return keep;
    }

    @DataBoundSetter
    public void setKeep(final Integer keep) {
        this.keep = keep;
    }

    /** The fields of a backup in the form of a job. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<BackupSettings> implements BackupForm {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.BackupSettings_displayName();
        }
    }
}
