package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.restore.RestoreState.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Takes back a restore or undo that failed, was given up, or died: in the end the old data runs again. It does not ask
 * how far the run came but what the cluster shows, so it can itself be interrupted anywhere and run again.
 */
final class PutBack {
    private final RestoreState state;
    private final Tools tools;
    private final WorkloadSwitch workloads;
    private final ClaimSwap swap;

    private PutBack(final RestoreState state, final Tools tools) {
        this.state = state;
        this.tools = tools;
        workloads = new WorkloadSwitch(state, tools);
        swap = new ClaimSwap(state, tools);
    }

    static CompletableFuture<Void> run(final RestoreState state, final Tools tools) {
        return state.ended() ? Steps.done() : new PutBack(state, tools).run();
    }

    private CompletableFuture<Void> run() {
        return removePreparePods()
                .thenCompose(nothing -> allUntouched())
                .thenCompose(untouched -> untouched ? Steps.done() : stopAgain())
                .thenCompose(nothing -> Steps.inOrder(state.claims, swap::putBack))
                .thenCompose(nothing -> Steps.inOrder(state.workloads, this::startAgain))
                .thenCompose(nothing -> new Protection(state, tools).settleTakenBack(Expiry.of(state, tools.clock())))
                .thenCompose(nothing -> RestoreSteps.end(state, tools, Outcome.TAKEN_BACK))
                .thenCompose(nothing -> tellReady());
    }

    private CompletableFuture<Void> removePreparePods() {
        Preparation preparation = new Preparation(state, tools);
        return Steps.inOrder(
                state.pods.stream().filter(pod -> pod.preparePod != null).toList(), preparation::remove);
    }

    /** Where all claims are the old ones, or are back already, the workloads need not be stopped: they may be running. */
    private CompletableFuture<Boolean> allUntouched() {
        return Steps.collect(state.claims, swap::holdsOldData).thenApply(answers -> !answers.contains(false));
    }

    /** The replicas are written down anew: a run that failed at its very end has removed them already. */
    private CompletableFuture<Void> stopAgain() {
        return Steps.inOrder(state.workloads, workloads::remember)
                .thenCompose(nothing -> Steps.inOrder(state.workloads, workloads::stop))
                .thenCompose(nothing -> workloads.awaitUnused());
    }

    private CompletableFuture<Void> startAgain(final StoppedWorkload workload) {
        return workloads
                .remembers(workload)
                .thenCompose(stopped -> stopped
                        ? workloads
                                .start(workload, state.started ? workload.oldImages : Map.of())
                                .thenCompose(nothing -> workloads.forget(workload))
                        : Steps.done());
    }

    private CompletableFuture<Void> tellReady() {
        List<StoppedWorkload> running = state.workloads.stream()
                .filter(workload -> workload.replicas > 0)
                .toList();
        return Steps.together(running, workloads::awaitReady)
                .thenAccept(nothing -> tools.say(
                        "  taken back: " + running + " in namespace " + state.namespace() + " on the old data again"));
    }
}
