package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import io.jenkins.plugins.consistentbackup.restore.NamedPhase.Step;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The phases of each operation, in their order. */
final class Operations {
    private static final String LEASE = "lease";
    private static final String TAKE_BACK = "take back";

    private final Function<PhaseContext, Tools> tools;
    private final LeaseGuard lease;
    private final Function<RestoreState, CompletableFuture<Void>> gate;

    /** @param gate fails when the operators' rules refuse the run by the time when it holds the Lease */
    Operations(
            final Function<PhaseContext, Tools> tools,
            final LeaseGuard lease,
            final Function<RestoreState, CompletableFuture<Void>> gate) {
        this.tools = tools;
        this.lease = lease;
        this.gate = gate;
    }

    /** Of a run that has ended, none: it may be resumed when its process died before it could tell. */
    List<Phase<RestoreState>> phases(final RestoreState state) {
        if (state.ended()) {
            return List.of();
        }
        if (state.takingBack) {
            return List.of(takeBack(state));
        }
        return switch (state.operation()) {
            case CLONE -> clone(state.namespace());
            case RESTORE, UNDO, PUT_BACK -> inPlace();
        };
    }

    /** What is done after a failure. A taking back that failed is not taken back: it can be run again. */
    Phase<RestoreState> cleanup(final RestoreState state) {
        return state.takingBack ? phase("clean up", "ending", (any, anyTools) -> lease.release()) : takeBack(state);
    }

    private NamedPhase takeBack(final RestoreState state) {
        return phase(TAKE_BACK, "bringing the old data back", alwaysReleased(new PatientStep(takingBack(state))));
    }

    private List<Phase<RestoreState>> inPlace() {
        return List.of(
                phase(LEASE, "waiting for the namespace's Lease", this::enter),
                phase("protect", "making old volumes outlive their claims", RestoreSteps::protect),
                phase("stop", "waiting until no pod uses the claims", RestoreSteps::stop),
                phase("safety", "waiting until what will be replaced is kept", RestoreSteps::safety),
                phase("claims", "replacing claims", RestoreSteps::claims),
                phase("prepare", "preparing the restored data", RestoreSteps::prepare),
                phase("start", "waiting until all pods are ready", RestoreSteps::start),
                phase("check", "checking the restored data", RestoreSteps::check),
                phase("finish", "tidying up", thenReleased(RestoreSteps::finish)));
    }

    private List<Phase<RestoreState>> clone(final String namespace) {
        return List.of(
                phase(LEASE, "waiting for the Lease of namespace " + namespace, this::enter),
                phase("snapshots", "waiting until the copies of the snapshots are ready", CloneSteps::snapshots),
                phase("claims", "creating claims", RestoreSteps::claims),
                phase("prepare", "preparing the copied data", RestoreSteps::prepare),
                phase("start", "waiting until all pods are ready", CloneSteps::start),
                phase("check", "checking the copied data", RestoreSteps::check),
                phase("finish", "tidying up", thenReleased(CloneSteps::finish)));
    }

    private CompletableFuture<Void> enter(final RestoreState state, final Tools used) {
        return lease.held().thenCompose(nothing -> gate.apply(state));
    }

    private static Step takingBack(final RestoreState state) {
        Step step = state.operation() == Operation.CLONE ? CloneSteps::takeBack : PutBack::run;
        return (any, used) -> LEASE.equals(state.getPhase()) ? nothingDone(state, used) : step.run(state, used);
    }

    /** A run that did not get the Lease has changed nothing, and without it must not. */
    private static CompletableFuture<Void> nothingDone(final RestoreState state, final Tools used) {
        return SecondLook.find(used.cluster(), Kind.CONFIG_MAPS, state.namespace(), RestoreRecord.nameOf(state.id()))
                .thenCompose(record -> record.isEmpty()
                        ? Steps.done()
                        : RestoreSteps.end(state, used, RestoreState.Outcome.TAKEN_BACK));
    }

    /** A run that ended well needs its Lease no more; one that failed goes on with taking back. */
    private Step thenReleased(final Step step) {
        return (state, used) -> step.run(state, used).thenCompose(nothing -> lease.release());
    }

    /** When taking back has failed, the Lease would only hinder whoever repairs it. */
    private Step alwaysReleased(final Step step) {
        return (state, used) -> step.run(state, used)
                .handle((nothing, failure) -> lease.release()
                        .thenCompose(released -> failure == null
                                ? Steps.done()
                                : CompletableFuture.<Void>failedFuture(Futures.cause(failure))))
                .thenCompose(outcome -> outcome);
    }

    private NamedPhase phase(final String name, final String what, final Step step) {
        return new NamedPhase(name, what, tools, step);
    }
}
