package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Takes a restore back as a build step of a freestyle job. */
public final class UndoRestoreBuilder extends ReplacingBuilder<UndoSettings> {
    private final UndoSettings settings;

    @DataBoundConstructor
    public UndoRestoreBuilder(final UndoSettings settings) {
        this.settings = settings;
    }

    public UndoSettings getSettings() {
        return settings;
    }

    @Override
    UndoSettings settings() {
        return settings;
    }

    @Override
    UndoSettings expanded(final EnvVars variables) {
        return settings.expanded(variables);
    }

    /** Offers the step to freestyle jobs. */
    @Extension
    @Symbol("undoRestore")
    public static final class DescriptorImpl extends EngineBuilderDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.UndoRestoreBuilder_displayName();
        }
    }
}
