package io.jenkins.plugins.consistentbackup.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;

/**
 * A build step of a freestyle job that waits for an operation of the engine.
 *
 * @param <S> its parameters
 */
public abstract class EngineBuilder<S extends ClusterSettings<S>> extends Builder implements SimpleBuildStep {

    /** The parameters as they were written. */
    abstract S settings();

    /** The parameters with a freestyle build's variables put in. */
    abstract S expanded(EnvVars variables);

    /**
     * Does what is wanted, and waits for its end.
     *
     * @throws AbortException of one line, when it failed
     * @throws InterruptedException when the build was aborted
     */
    abstract void run(S wanted, Run<?, ?> build, BuildLog log) throws AbortException, InterruptedException;

    @Override
    public final boolean requiresWorkspace() {
        return false;
    }

    @Override
    public final void perform(
            @NonNull final Run<?, ?> run, @NonNull final EnvVars variables, @NonNull final TaskListener listener)
            throws InterruptedException, IOException {
        // Pipelines have put their values in already, and a dollar in them means nothing.
        S wanted = run instanceof AbstractBuild ? expanded(variables) : settings();
        run(wanted, run, new BuildLog(listener, run.getCharset(), LogFilter.of(run, listener)));
    }

    /** Offers the step to freestyle jobs. */
    public abstract static class EngineBuilderDescriptor extends BuildStepDescriptor<Builder> {
        @Override
        @SuppressWarnings("rawtypes") // As core declares it.
        public final boolean isApplicable(final Class<? extends AbstractProject> type) {
            return true;
        }
    }
}
