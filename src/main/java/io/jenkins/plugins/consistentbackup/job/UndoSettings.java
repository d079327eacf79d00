package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import io.jenkins.plugins.consistentbackup.config.DefaultsForm;
import io.jenkins.plugins.consistentbackup.restore.RestoreLimits;
import io.jenkins.plugins.consistentbackup.restore.UndoRequest;
import java.util.function.Consumer;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of an undo, as text, the way people write them. */
public final class UndoSettings extends ReplacingSettings<UndoSettings> {
    private static final long serialVersionUID = 1L;

    private String restore;

    @DataBoundConstructor
    public UndoSettings(final String namespace) {
        super(namespace);
    }

    @Override
    public RestoreOrder order(final String requester, final Consumer<String> log) {
        return RestoreOrder.of(choice(), request(requester, log));
    }

    private UndoRequest request(final String requester, final Consumer<String> log) {
        return new UndoRequest(
                requireNamespace(),
                restore == null ? UndoRequest.LATEST : restore,
                requester,
                choices(log),
                RestoreLimits.usual());
    }

    /** These settings with a freestyle build's variables put in. */
    UndoSettings expanded(final EnvVars variables) {
        UndoSettings copy = new UndoSettings(variables.expand(getNamespace()));
        copyChoicesTo(copy, variables);
        copy.restore = variables.expand(restore);
        return copy;
    }

    /** Id of the restore that is taken back; null for the one that was begun last in the namespace. */
    public String getRestore() {
        return restore;
    }

    @DataBoundSetter
    public void setRestore(final String restore) {
        this.restore = Util.fixEmptyAndTrim(restore);
    }

    /** The fields of an undo. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<UndoSettings> implements ClusterForm, DefaultsForm {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.UndoSettings_displayName();
        }
    }
}
