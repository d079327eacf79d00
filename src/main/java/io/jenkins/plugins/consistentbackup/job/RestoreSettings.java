package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import io.jenkins.plugins.consistentbackup.restore.RestoreLimits;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import java.util.Optional;
import java.util.function.Consumer;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of a restore, as text, the way people write them. */
public final class RestoreSettings extends ReplacingSettings<RestoreSettings> {
    private static final long serialVersionUID = 1L;

    private String set;
    private String templateConfigMap;
    private String cloneInto;
    private boolean rollBackWorkload;

    @DataBoundConstructor
    public RestoreSettings(final String namespace) {
        super(namespace);
    }

    @Override
    public RestoreOrder order(final String requester, final Consumer<String> log) {
        return RestoreOrder.of(choice(), request(requester, log));
    }

    private RestoreRequest request(final String requester, final Consumer<String> log) {
        if (set == null) {
            throw new IllegalArgumentException(
                    "name the set to restore: set: 'ID' (the id that consistentBackup returned), or set: '"
                            + RestoreRequest.NEWEST + "'");
        }
        return new RestoreRequest(
                requireNamespace(),
                set,
                Optional.ofNullable(templateConfigMap),
                Optional.ofNullable(cloneInto),
                requester,
                choices(log).withRollBackWorkload(rollBackWorkload),
                RestoreLimits.usual());
    }

    /** These settings with a freestyle build's variables put in. */
    RestoreSettings expanded(final EnvVars variables) {
        RestoreSettings copy = new RestoreSettings(variables.expand(getNamespace()));
        copyChoicesTo(copy, variables);
        copy.set = variables.expand(set);
        copy.setTemplateConfigMap(variables.expand(templateConfigMap));
        copy.cloneInto = variables.expand(cloneInto);
        copy.rollBackWorkload = rollBackWorkload;
        return copy;
    }

    /** Id of the set that is put back, or {@code newest}. */
    public String getSet() {
        return set;
    }

    @DataBoundSetter
    public void setSet(final String set) {
        this.set = Util.fixEmptyAndTrim(set);
    }

    /** A ConfigMap of the namespace whose values are hook templates, for a set that was held with one of them; null for none. */
    public String getTemplateConfigMap() {
        return templateConfigMap;
    }

    @DataBoundSetter
    public void setTemplateConfigMap(final String templateConfigMap) {
        this.templateConfigMap = Util.fixEmptyAndTrim(templateConfigMap);
    }

    /** Another namespace that gets a copy while the original goes on untouched; null to put the data back. */
    public String getCloneInto() {
        return cloneInto;
    }

    @DataBoundSetter
    public void setCloneInto(final String cloneInto) {
        this.cloneInto = Util.fixEmptyAndTrim(cloneInto);
    }

    /** Whether the workload gets back the images that the set was made with. */
    public boolean isRollBackWorkload() {
        return rollBackWorkload;
    }

    @DataBoundSetter
    public void setRollBackWorkload(final boolean rollBackWorkload) {
        this.rollBackWorkload = rollBackWorkload;
    }

    /** The fields of a restore in the form of a job. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<RestoreSettings> implements RestoreForm {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RestoreSettings_displayName();
        }
    }
}
