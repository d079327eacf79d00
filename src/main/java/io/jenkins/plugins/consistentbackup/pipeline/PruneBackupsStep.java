package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.NamespaceLease;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.job.CatalogSettings;
import io.jenkins.plugins.consistentbackup.job.ClusterEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Removes backup sets of a namespace, and returns the ids of those that went. */
public final class PruneBackupsStep extends ClusterStep<CatalogSettings> {
    private String sets;
    private Integer keep;

    @DataBoundConstructor
    public PruneBackupsStep(final String namespace) {
        super(new CatalogSettings(namespace));
    }

    @Override
    public StepExecution start(final StepContext context) throws AbortException {
        try {
            return new Execution(context, settings().choice(), PruneChoice.of(sets, keep));
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** Ids of the sets to remove, with commas between them. */
    public String getSets() {
        return sets;
    }

    @DataBoundSetter
    public void setSets(final String sets) {
        this.sets = Util.fixEmptyAndTrim(sets);
    }

    /** How many of the newest usable sets stay; the pinned ones stay as well. */
    public Integer getKeep() {
        return keep;
    }

    @DataBoundSetter
    public void setKeep(final Integer keep) {
        this.keep = keep;
    }

    private static final class Execution extends UnrecordedExecution {
        private static final long serialVersionUID = 1L;

        private final PruneChoice choice;

        Execution(final StepContext context, final ClusterChoice cluster, final PruneChoice choice) {
            super(context, cluster);
            this.choice = choice;
        }

        @Override
        CompletableFuture<ArrayList<String>> work(final ClusterEngine engine, final Call call) {
            return engine.catalog()
                    .list(namespace())
                    .thenCompose(sets -> remove(engine, call, choice.of(namespace(), sets, call.again())));
        }

        /** One after the other: what has gone before a failure has gone whole, and the log says so. */
        private static CompletableFuture<ArrayList<String>> remove(
                final ClusterEngine engine, final Call call, final List<BackupSet> chosen) {
            ArrayList<String> removed = new ArrayList<>();
            if (chosen.isEmpty()) {
                return CompletableFuture.completedFuture(removed);
            }
            return engine.backups()
                    .deletion()
                    .run(chosen, call.requester(), NamespaceLease.OUTLASTING, set -> {
                        call.log().accept("removed backup set " + set.id());
                        removed.add(set.id().toString());
                    })
                    .thenApply(nothing -> removed);
        }
    }

    /** Names and describes the step. */
    @Extension
    public static final class DescriptorImpl extends ClusterStepDescriptor {
        @Override
        public String getFunctionName() {
            return "pruneBackups";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.PruneBackupsStep_displayName();
        }
    }
}
