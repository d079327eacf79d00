package io.jenkins.plugins.consistentbackup.job;

import hudson.AbortException;
import hudson.model.Run;

/**
 * A build step of a freestyle job that replaces data and keeps what is replaced.
 *
 * @param <S> its parameters
 */
public abstract class ReplacingBuilder<S extends ReplacingSettings<S>> extends EngineBuilder<S> {
    @Override
    final void run(final S wanted, final Run<?, ?> build, final BuildLog log)
            throws AbortException, InterruptedException {
        Attended.await(
                EngineRuns.get().restore(EngineRuns.newId(), build, log, () -> wanted.order(Requester.of(build), log)));
    }
}
