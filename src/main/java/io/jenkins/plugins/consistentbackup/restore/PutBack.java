package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.restore.RestoreState.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Takes back a restore or undo that failed, was given up, or died: in the end the old data runs again. It does not ask
 * how far the run came but what the cluster shows, so it can itself be interrupted anywhere and run again. When a claim is
 * taken from under it, it fails with CONFLICT, and the workload is stopped: whoever runs it decides whether again.
 */
final class PutBack {
    private static final Duration LOOK = Duration.ofSeconds(5);

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
                .thenCompose(nothing -> Steps.inOrder(state.claims, swap::secure))
                .thenCompose(nothing -> allUntouched())
                .thenCompose(untouched -> untouched ? Steps.done() : stopAgain())
                .thenCompose(nothing -> Steps.inOrder(state.claims, swap::putBack))
                .thenCompose(nothing -> Steps.inOrder(state.workloads, this::startAgain))
                .thenCompose(nothing ->
                        awaitReady(System.nanoTime() + state.limits().start().toNanos()))
                .thenCompose(seen -> seen.ousted().isEmpty() ? ended(seen.notReady()) : stoppedFor(seen.ousted()));
    }

    /** Once the end is written down another try has nothing left to do, and would tell nobody what this one has seen. */
    private CompletableFuture<Void> ended(final Optional<Throwable> notReady) {
        return new Protection(state, tools)
                .settleTakenBack(Expiry.of(state, tools.clock()))
                .thenCompose(nothing -> allUntouched())
                .thenCompose(untouched -> RestoreSteps.end(state, tools, Outcome.TAKEN_BACK)
                        .thenAccept(nothing -> tell(untouched, notReady)));
    }

    /** Nobody may write to what is there in the place of the old data. */
    private CompletableFuture<Void> stoppedFor(final List<ReplacedClaim> ousted) {
        String claims = ousted.stream()
                .map(claim -> "claim " + claim.name + " (its data is kept: " + claim.oldSource() + ")")
                .collect(Collectors.joining(", "));
        return stopAgain()
                .thenCompose(nothing -> CompletableFuture.failedFuture(new ClusterException(
                        Reason.CONFLICT,
                        claims + " in namespace " + state.namespace()
                                + " was deleted or replaced after it had been put back, and " + running()
                                + " is stopped; find out who does that, then undo " + state.id())));
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
                        : workloads.secureUntouched(workload));
    }

    /**
     * What was seen of the started workloads.
     *
     * @param ousted claims whose names do not lead to the old data any more
     * @param notReady why not all workloads are ready; empty when they are
     */
    private record Seen(List<ReplacedClaim> ousted, Optional<Throwable> notReady) {
        /** Why nobody knows whether they are ready. */
        Optional<Throwable> unseen() {
            return notReady.filter(
                    why -> why instanceof ClusterException refused && refused.reason() != Reason.TIMEOUT);
        }
    }

    /**
     * Waits until the workloads are ready, and looks now and then whether their claims are still there: the request to
     * delete an old one, whose answer nobody waits for any more, may take effect as late as this. One that is only marked
     * is left alone: a pod writes to it. The wait ends early when one is gone, and fails when the workloads cannot be seen.
     */
    private CompletableFuture<Seen> awaitReady(final long deadlineNanos) {
        Duration left = Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
        Duration look = left.compareTo(LOOK) < 0 ? left : LOOK;
        return Steps.together(running(), workload -> workloads.awaitReady(workload, look))
                .handle((nothing, failure) -> Optional.ofNullable(failure).map(Futures::cause))
                .thenCompose(notReady -> ousted().thenApply(ousted -> new Seen(ousted, notReady)))
                .thenCompose(seen -> {
                    if (seen.ousted().isEmpty() && seen.unseen().isPresent()) {
                        return CompletableFuture.failedFuture(seen.unseen().get());
                    }
                    return seen.ousted().isEmpty() && seen.notReady().isPresent() && left.compareTo(LOOK) > 0
                            ? awaitReady(deadlineNanos)
                            : CompletableFuture.completedFuture(seen);
                });
    }

    private CompletableFuture<List<ReplacedClaim>> ousted() {
        return Steps.collect(state.claims, swap::isOusted)
                .thenApply(answers -> IntStream.range(0, answers.size())
                        .filter(answers::get)
                        .mapToObj(state.claims::get)
                        .toList());
    }

    private List<StoppedWorkload> running() {
        return state.workloads.stream()
                .filter(workload -> workload.replicas > 0)
                .toList();
    }

    private void tell(final boolean untouched, final Optional<Throwable> notReady) {
        notReady.ifPresent(why -> {
            throw new RestoreException(why.getMessage());
        });
        tools.say("  taken back: " + running() + " in namespace " + state.namespace() + " on the old data again");
        if (!untouched) {
            tools.say("warning: a claim in namespace " + state.namespace()
                    + " is being deleted, by a request that took effect late, and goes when its pod ends: copy"
                    + " its data");
        }
    }
}
