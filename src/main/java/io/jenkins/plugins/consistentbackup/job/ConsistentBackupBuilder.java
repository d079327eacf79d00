package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.Run;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Backs up a namespace as a build step of a freestyle job; the steps after it run after a good backup only. */
public final class ConsistentBackupBuilder extends EngineBuilder<BackupSettings> {
    private final BackupSettings settings;
    private boolean dryRun;

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

    /** Whether the plan is only printed. */
    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(final boolean dryRun) {
        this.dryRun = dryRun;
    }

    @Override
    void run(final BackupSettings wanted, final Run<?, ?> build, final BuildLog log)
            throws AbortException, InterruptedException {
        EngineRuns runs = EngineRuns.get();
        if (dryRun) {
            Attended.await(runs.unrecorded(
                    wanted.choice(),
                    List::of,
                    build,
                    engine -> engine.shownPlan(wanted.request(Requester.of(build), log), log)));
        } else {
            Attended.await(runs.backUp(
                    EngineRuns.newId(),
                    build,
                    log,
                    () -> new BackupOrder(wanted.choice(), wanted.request(Requester.of(build), log), List.of())));
        }
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
