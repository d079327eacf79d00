package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Descriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** The parameters of what looks after the backup sets of a namespace: only where that is. */
public final class CatalogSettings extends ClusterSettings<CatalogSettings> {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public CatalogSettings(final String namespace) {
        super(namespace);
    }

    /** The fields that say where. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<CatalogSettings> implements ClusterForm {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.CatalogSettings_displayName();
        }
    }
}
