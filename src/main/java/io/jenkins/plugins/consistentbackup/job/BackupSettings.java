package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.time.Duration;
import java.util.function.BiFunction;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of a backup, as text, the way people write them; what is left empty is decided by the engine. */
public final class BackupSettings extends ClusterSettings<BackupSettings> {
    private static final long serialVersionUID = 1L;

    private String selector;
    private String workloads;
    private String exclude;
    private String template;
    private String templates;
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
     * What is asked of the engine.
     *
     * @param requester URL of the build that asks
     * @throws IllegalArgumentException that names the parameter that is wrong, and what is right
     */
    public BackupRequest request(final String requester) {
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
        if (snapshotClass != null) {
            request = request.withSnapshotClass(snapshotClass);
        }
        if (grouping != null) {
            request = request.withGrouping(Words.choice("grouping", Grouping.class, grouping));
        }
        if (level != null) {
            request = request.withMinimumLevel(Words.choice("level", Level.class, level));
        }
        return limited(request);
    }

    private BackupRequest limited(final BackupRequest request) {
        BackupRequest limited = limit("maxFreeze", maxFreeze, request, BackupRequest::withMaxFreeze);
        limited = limit("maxHold", maxHold, limited, BackupRequest::withMaxHold);
        limited = limit("readyTimeout", readyTimeout, limited, BackupRequest::withReadyTimeout);
        return keep == null ? limited : limited.withKeep(keep);
    }

    private static BackupRequest limit(
            final String field,
            final String text,
            final BackupRequest request,
            final BiFunction<BackupRequest, Duration, BackupRequest> with) {
        return text == null ? request : with.apply(request, Words.duration(field, text));
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

    /** Values for parameters of the templates, {@code NAME=VALUE} a line. Never a secret. */
    public String getParameters() {
        return parameters;
    }

    @DataBoundSetter
    public void setParameters(final String parameters) {
        this.parameters = Util.fixEmptyAndTrim(parameters);
    }

    /** The VolumeSnapshotClass of all volumes; null for the default one of each driver. */
    public String getSnapshotClass() {
        return snapshotClass;
    }

    @DataBoundSetter
    public void setSnapshotClass(final String snapshotClass) {
        this.snapshotClass = Util.fixEmptyAndTrim(snapshotClass);
    }

    /** Whether one group snapshot cuts all volumes: {@code auto}, {@code required} or {@code never}. */
    public String getGrouping() {
        return grouping;
    }

    @DataBoundSetter
    public void setGrouping(final String grouping) {
        this.grouping = Util.fixEmptyAndTrim(grouping);
    }

    /** The least that the backup must prove: {@code application}, {@code filesystem}, {@code crash} or {@code none}. */
    public String getLevel() {
        return level;
    }

    @DataBoundSetter
    public void setLevel(final String level) {
        this.level = Util.fixEmptyAndTrim(level);
    }

    /** The longest time for which writes may be blocked: {@code 10s}. */
    public String getMaxFreeze() {
        return maxFreeze;
    }

    @DataBoundSetter
    public void setMaxFreeze(final String maxFreeze) {
        this.maxFreeze = Util.fixEmptyAndTrim(maxFreeze);
    }

    /** The longest time for which a template that blocks no writes may hold: {@code 5m}. */
    public String getMaxHold() {
        return maxHold;
    }

    @DataBoundSetter
    public void setMaxHold(final String maxHold) {
        this.maxHold = Util.fixEmptyAndTrim(maxHold);
    }

    /** How long the snapshots may take until they can be used: {@code 30m}. */
    public String getReadyTimeout() {
        return readyTimeout;
    }

    @DataBoundSetter
    public void setReadyTimeout(final String readyTimeout) {
        this.readyTimeout = Util.fixEmptyAndTrim(readyTimeout);
    }

    /** How many sets of the namespace stay, this one counted; null for all. */
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
