package io.jenkins.plugins.consistentbackup.job;

import hudson.console.ConsoleLogFilter;
import hudson.model.AbstractBuild;
import hudson.model.BuildableItemWithBuildWrappers;
import hudson.model.Run;
import hudson.tasks.BuildWrapper;
import java.io.IOException;
import java.io.OutputStream;

/** What a build's log does to the lines that are written to it: above all, it hides the secrets that the build has bound. */
@FunctionalInterface
public interface LogFilter {

    /**
     * Puts itself before a stream.
     *
     * @return takes whole lines, and is flushed but never closed: for some filters that is the end of the build
     */
    OutputStream before(OutputStream sink) throws IOException, InterruptedException;

    /** That of a build whose job has build wrappers. For any other, which has its filters elsewhere, nothing is shown. */
    static LogFilter of(final Run<?, ?> build) {
        return build instanceof AbstractBuild<?, ?> wrapped
                ? sink -> filtered(wrapped, sink)
                : sink -> OutputStream.nullOutputStream();
    }

    private static OutputStream filtered(final AbstractBuild<?, ?> build, final OutputStream sink)
            throws IOException, InterruptedException {
        OutputStream out = sink;
        for (ConsoleLogFilter filter : ConsoleLogFilter.all()) {
            out = filter.decorateLogger((Run<?, ?>) build, out);
        }
        if (build.getProject() instanceof BuildableItemWithBuildWrappers job) {
            for (BuildWrapper wrapper : job.getBuildWrappersList()) {
                out = wrapper.decorateLogger(build, out);
            }
        }
        return out;
    }
}
