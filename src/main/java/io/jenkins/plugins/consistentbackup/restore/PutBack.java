package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.restore.RestoreState.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Takes back a restore or undo that failed, was given up, or died: in the end the old data runs again. It does not ask
 * how far the run came but what the cluster shows, so it can itself be interrupted anywhere and run again.
 */
final class PutBack {
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final RestoreState state;
    private final Tools tools;
    private final WorkloadSwitch workloads;
    private final ClaimSwap swap;
    /** Why not all workloads are ready; null when they are. */
    private volatile Throwable notReady;

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
                .thenCompose(nothing ->
                        ready(System.nanoTime() + state.limits().start().toNanos()))
                .thenCompose(running -> running ? ended() : run());
    }

    private CompletableFuture<Void> ended() {
        return new Protection(state, tools)
                .settleTakenBack(Expiry.of(state, tools.clock()))
                .thenCompose(nothing -> RestoreSteps.end(state, tools, Outcome.TAKEN_BACK))
                .thenCompose(nothing -> notReady == null ? allUntouched() : CompletableFuture.failedFuture(notReady))
                .thenAccept(this::tell);
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
                .thenCompose(nothing -> unused());
    }

    /** A prepare pod may appear as late as this, when nobody waits for the answer to the request for it any more. */
    private CompletableFuture<Void> unused() {
        Set<String> preparePods = state.pods.stream()
                .map(pod -> pod.preparePod)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return workloads
                .awaitUnusedOrSeen(preparePods)
                .thenCompose(
                        unused -> unused ? Steps.done() : removePreparePods().thenCompose(nothing -> unused()));
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

    /**
     * Waits until the workloads are ready, and looks now and then whether their claims are still there: the request to
     * delete an old one, whose answer nobody waits for any more, may take effect as late as this. One that is only marked
     * is left alone: a pod writes to it.
     *
     * @return whether all claims are there; if not, nobody can have used the missing one, and everything is to be done again
     */
    private CompletableFuture<Boolean> ready(final long deadlineNanos) {
        Duration left = Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
        Duration look = left.compareTo(LOOK) < 0 ? left : LOOK;
        return Steps.together(running(), workload -> workloads.awaitReady(workload, look))
                .handle((nothing, failure) -> {
                    notReady = failure == null ? null : Futures.cause(failure);
                    return notReady != null && left.compareTo(LOOK) > 0;
                })
                .thenCompose(lookAgain -> Steps.collect(state.claims, swap::isMissing)
                        .thenCompose(missing -> !missing.contains(true) && lookAgain
                                ? ready(deadlineNanos)
                                : CompletableFuture.completedFuture(!missing.contains(true))));
    }

    private List<StoppedWorkload> running() {
        return state.workloads.stream()
                .filter(workload -> workload.replicas > 0)
                .toList();
    }

    private void tell(final boolean untouched) {
        tools.say("  taken back: " + running() + " in namespace " + state.namespace() + " on the old data again");
        if (!untouched) {
            tools.say("warning: a claim in namespace " + state.namespace()
                    + " is being deleted, by a request that took effect late, and goes when its pod ends: copy"
                    + " its data");
        }
    }
}
