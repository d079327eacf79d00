package io.jenkins.plugins.consistentbackup.pipeline;

import hudson.console.ConsoleLogFilter;
import hudson.model.TaskListener;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.consistentbackup.job.BuildLog;
import io.jenkins.plugins.consistentbackup.job.LogFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The log of a step, with the filters of the blocks around it, such as that of {@code withCredentials}. */
final class StepLog {
    private StepLog() {}

    static BuildLog of(final StepContext context) throws IOException, InterruptedException {
        return new BuildLog(context.get(TaskListener.class), StandardCharsets.UTF_8, filter(context));
    }

    static LogFilter filter(final StepContext context) throws IOException, InterruptedException {
        TaskListenerDecorator blocks = TaskListenerDecorator.merge(
                TaskListenerDecorator.fromConsoleLogFilter(context.get(ConsoleLogFilter.class)),
                context.get(TaskListenerDecorator.class));
        FlowExecutionOwner build = context.get(FlowExecution.class).getOwner();
        return sink -> TaskListenerDecorator.apply(new StreamTaskListener(sink, StandardCharsets.UTF_8), build, blocks)
                .getLogger();
    }
}
