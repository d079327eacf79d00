package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.job.EngineRuns;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A step that asks or changes the catalog. After a restart it is done again, which must be safe. */
abstract class CatalogExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final ClusterChoice cluster;

    CatalogExecution(final StepContext context, final ClusterChoice cluster) {
        super(context);
        this.cluster = cluster;
    }

    /**
     * Does the step's work.
     *
     * @param again whether it may have been done before, in part or whole
     * @return what the step returns, serialisable
     */
    abstract CompletableFuture<?> work(Catalog catalog, boolean again);

    final String namespace() {
        return cluster.getNamespace();
    }

    @Override
    public final boolean start() throws Exception {
        begin(false);
        return false;
    }

    @Override
    public final void onResume() {
        try {
            begin(true);
        } catch (IOException e) {
            getContext().onFailure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            getContext().onFailure(e);
        }
    }

    private void begin(final boolean again) throws IOException, InterruptedException {
        EngineRuns.get()
                .<Object>catalog(
                        cluster,
                        getContext().get(Run.class),
                        catalog -> work(catalog, again).thenApply(result -> result))
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        getContext().onSuccess(result);
                    } else {
                        getContext().onFailure(failure instanceof CompletionException ? failure.getCause() : failure);
                    }
                });
    }

    @Override
    public final void stop(@NonNull final Throwable cause) {
        getContext().onFailure(cause);
    }

    @Override
    public final String getStatus() {
        return "asking for the backup sets of namespace " + namespace();
    }
}
