package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.job.CatalogSettings;
import io.jenkins.plugins.consistentbackup.job.ClusterEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Returns the backup sets of a namespace as {@link BackupSetInfo}, oldest first, whatever state they are in. */
public final class ListBackupsStep extends ClusterStep<CatalogSettings> {
    @DataBoundConstructor
    public ListBackupsStep(final String namespace) {
        super(new CatalogSettings(namespace));
    }

    @Override
    public StepExecution start(final StepContext context) {
        return new Execution(context, settings().choice());
    }

    private static final class Execution extends UnrecordedExecution {
        private static final long serialVersionUID = 1L;

        Execution(final StepContext context, final ClusterChoice cluster) {
            super(context, cluster);
        }

        @Override
        CompletableFuture<ArrayList<BackupSetInfo>> work(final ClusterEngine engine, final Call call) {
            return engine.catalog().list(namespace()).thenApply(Execution::infos);
        }

        private static ArrayList<BackupSetInfo> infos(final List<BackupSet> sets) {
            ArrayList<BackupSetInfo> infos = new ArrayList<>();
            sets.forEach(set -> infos.add(new BackupSetInfo(set)));
            return infos;
        }
    }

    /** Names and describes the step. */
    @Extension
    public static final class DescriptorImpl extends ClusterStepDescriptor {
        @Override
        public String getFunctionName() {
            return "listBackups";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ListBackupsStep_displayName();
        }
    }
}
