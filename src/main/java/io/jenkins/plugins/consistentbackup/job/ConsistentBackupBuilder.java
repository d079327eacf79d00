package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.Run;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Backs up a namespace as a build step of a freestyle job; the steps after it run after a good backup only. */
public final class ConsistentBackupBuilder extends EngineBuilder<BackupSettings> {
    private final BackupSettings settings;

    @DataBoundConstructor
    public ConsistentBackupBuilder(final BackupSettings settings) {
        this.settings = settings;
    }

    public BackupSettings getSettings() {
        return settings;
    }

    @Override
    BackupSettings settings() {
        return settings;
    }

    @Override
    BackupSettings expanded(final EnvVars variables) {
        return settings.expanded(variables);
    }

    @Override
    ActiveRun<?> begin(final BackupSettings wanted, final Run<?, ?> build, final BuildLog log) {
        return EngineRuns.get()
                .backUp(
                        EngineRuns.newId(),
                        build,
                        log,
                        () -> new BackupOrder(wanted.choice(), wanted.request(Requester.of(build)), List.of()));
    }

    /** Offers the step to freestyle jobs. */
    @Extension
    @Symbol("consistentBackup")
    public static final class DescriptorImpl extends EngineBuilderDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ConsistentBackupBuilder_displayName();
        }
    }
}
