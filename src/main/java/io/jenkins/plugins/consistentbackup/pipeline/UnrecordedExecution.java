package io.jenkins.plugins.consistentbackup.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.job.ClusterEngine;
import io.jenkins.plugins.consistentbackup.job.EngineRuns;
import io.jenkins.plugins.consistentbackup.job.Requester;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A step of which there is no record. After a restart it is done again, which must be safe. */
abstract class UnrecordedExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final ClusterChoice cluster;

    UnrecordedExecution(final StepContext context, final ClusterChoice cluster) {
        super(context);
        this.cluster = cluster;
    }

    /**
     * Does the step's work.
     *
     * @return what the step returns, serialisable
     */
    abstract CompletableFuture<?> work(ClusterEngine engine, Call call);

    /**
     * One call of a step.
     *
     * @param requester who asks, as the cluster names the build
     * @param log hears lines for the user
     * @param again whether the work may have been done before, in part or whole
     */
    record Call(String requester, Consumer<String> log, boolean again) {}

    /** Texts of hook templates that only this step has; asked for on a thread that may do I/O. */
    List<String> templates() throws IOException, InterruptedException {
        return List.of();
    }

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
        Run<?, ?> build = getContext().get(Run.class);
        Call call = new Call(Requester.of(build), StepLog.of(getContext()), again);
        EngineRuns.get()
                .<Object>unrecorded(
                        cluster,
                        this::templates,
                        build,
                        engine -> work(engine, call).thenApply(result -> result))
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
        return "asking the cluster about namespace " + namespace();
    }
}
