package io.jenkins.plugins.consistentbackup.pipeline;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.consistentbackup.job.LogFilter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Of a build step that a pipeline runs with its generic step. The build step hears nothing of the blocks around it, but
 * its listener is that of the one step that runs it.
 */
@Extension
public final class GenericStepFilter implements LogFilter.Source {
    private static final Logger LOGGER = Logger.getLogger(GenericStepFilter.class.getName());
    private static final long LONGEST_SECONDS = 10;

    @Override
    public Optional<LogFilter> of(final Run<?, ?> build, final TaskListener listener) throws InterruptedException {
        try {
            for (StepExecution step : running(build)) {
                StepContext context = step.getContext();
                if (context.get(TaskListener.class) == listener) {
                    return Optional.of(StepLog.filter(context));
                }
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOGGER.log(
                    Level.WARNING, "the steps of " + build + " cannot be told; what hook scripts write is not kept", e);
        }
        return Optional.empty();
    }

    private static List<StepExecution> running(final Run<?, ?> build)
            throws InterruptedException, ExecutionException, TimeoutException {
        FlowExecutionOwner owner =
                build instanceof FlowExecutionOwner.Executable pipeline ? pipeline.asFlowExecutionOwner() : null;
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        return execution == null
                ? List.of()
                : execution.getCurrentExecutions(true).get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }
}
