package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Puts a backup set back as a build step of a freestyle job. */
public final class RestoreSnapshotBuilder extends ReplacingBuilder<RestoreSettings> {
    private final RestoreSettings settings;

    @DataBoundConstructor
    public RestoreSnapshotBuilder(final RestoreSettings settings) {
        this.settings = settings;
    }

    public RestoreSettings getSettings() {
        return settings;
    }

    @Override
    RestoreSettings settings() {
        return settings;
    }

    @Override
    RestoreSettings expanded(final EnvVars variables) {
        return settings.expanded(variables);
    }

    /** Offers the step to freestyle jobs. */
    @Extension
    @Symbol("restoreSnapshot")
    public static final class DescriptorImpl extends EngineBuilderDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RestoreSnapshotBuilder_displayName();
        }
    }
}
