package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.CatalogException;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.job.CatalogSettings;
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

    private static final class Execution extends CatalogExecution {
        private static final long serialVersionUID = 1L;

        private final PruneChoice choice;

        Execution(final StepContext context, final ClusterChoice cluster, final PruneChoice choice) {
            super(context, cluster);
            this.choice = choice;
        }

        @Override
        CompletableFuture<ArrayList<String>> work(final Catalog catalog, final boolean again) {
            return catalog.list(namespace()).thenCompose(sets -> remove(catalog, choice.of(namespace(), sets, again)));
        }

        /** One after the other: what has gone before a failure has gone whole. */
        private CompletableFuture<ArrayList<String>> remove(final Catalog catalog, final List<SetId> ids) {
            CompletableFuture<ArrayList<String>> removed = CompletableFuture.completedFuture(new ArrayList<>());
            for (SetId id : ids) {
                removed = removed.thenCompose(
                        before -> catalog.delete(namespace(), id).thenApply(left -> {
                            requireNothing(id, left);
                            before.add(id.toString());
                            return before;
                        }));
            }
            return removed;
        }

        private static void requireNothing(final SetId id, final List<String> left) {
            if (!left.isEmpty()) {
                throw new CatalogException("backup set " + id + " was not removed whole: " + String.join("; ", left));
            }
        }
    }

    /** Names and describes the step. */
    @Extension
    public static final class DescriptorImpl extends ClusterStepDescriptor {
        public DescriptorImpl() {
            super(CatalogSettings.class);
        }

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
