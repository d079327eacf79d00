package io.jenkins.plugins.consistentbackup.job;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.console.ConsoleLogFilter;
import hudson.model.AbstractBuild;
import hudson.model.BuildableItemWithBuildWrappers;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** What a build's log does to the lines that are written to it: above all, it hides the secrets that the build has bound. */
@FunctionalInterface
public interface LogFilter {

    /**
     * Puts itself before a stream.
     *
     * @return takes whole lines, and is flushed but never closed: for some filters that is the end of the build
     */
    OutputStream before(OutputStream sink) throws IOException, InterruptedException;

    /**
     * That of a build step. Of a build whose filters nobody knows, nothing is shown.
     *
     * @param listener that the step was given
     */
    static LogFilter of(final Run<?, ?> build, final TaskListener listener) throws InterruptedException {
        if (build instanceof AbstractBuild<?, ?> wrapped) {
            return sink -> filtered(wrapped, sink);
        }
        for (Source source : ExtensionList.lookup(Source.class)) {
            Optional<LogFilter> found = source.of(build, listener);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return sink -> OutputStream.nullOutputStream();
    }

    /** Knows the filters of builds whose job has no build wrappers. */
    interface Source extends ExtensionPoint {

        /**
         * The filter of a build step, if it is known here.
         *
         * @param listener that the step was given
         */
        Optional<LogFilter> of(Run<?, ?> build, TaskListener listener) throws InterruptedException;
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
