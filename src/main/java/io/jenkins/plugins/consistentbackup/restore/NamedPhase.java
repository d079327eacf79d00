package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A phase that is made of a name and a step.
 *
 * @param name one word
 * @param what what is being done, for people
 * @param tools makes the tools of a phase
 * @param step does it; idempotent
 */
record NamedPhase(String name, String what, Function<PhaseContext, Tools> tools, Step step)
        implements Phase<RestoreState> {

    /** The work of a phase. */
    @FunctionalInterface
    interface Step {
        CompletableFuture<Void> run(RestoreState state, Tools tools);
    }

    @Override
    public String doing(final RestoreState state) {
        return state.id() + ": " + what;
    }

    @Override
    public CompletableFuture<Void> run(final RestoreState state, final PhaseContext context) {
        return step.run(state, tools.apply(context));
    }
}
