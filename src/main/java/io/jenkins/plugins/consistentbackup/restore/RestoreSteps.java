package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.ManifestText;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.restore.RestoreState.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The work of each phase of a restore in place and of an undo. Every step is idempotent. */
final class RestoreSteps {
    private RestoreSteps() {}

    /** Old volumes outlive their claims; workloads remember their replicas and may not delete claims. */
    static CompletableFuture<Void> protect(final RestoreState state, final Tools tools) {
        WorkloadSwitch workloads = new WorkloadSwitch(state, tools);
        return new Protection(state, tools)
                .keepVolumes()
                .thenCompose(nothing -> Steps.inOrder(state.workloads, workloads::remember));
    }

    static CompletableFuture<Void> stop(final RestoreState state, final Tools tools) {
        WorkloadSwitch workloads = new WorkloadSwitch(state, tools);
        return Steps.inOrder(state.workloads, workloads::stop)
                .thenCompose(nothing -> workloads.awaitUnused())
                .thenAccept(nothing -> {
                    state.stoppedAt = now(tools);
                    tools.say("  stopped " + state.workloads + " at " + state.stoppedAt);
                });
    }

    /** The last thing before data is replaced: whatever is written from here on would be in no copy. */
    static CompletableFuture<Void> safety(final RestoreState state, final Tools tools) {
        return new Protection(state, tools).takeSnapshots();
    }

    static CompletableFuture<Void> claims(final RestoreState state, final Tools tools) {
        return Steps.inOrder(state.claims, new ClaimSwap(state, tools)::replace)
                .thenCompose(nothing -> new ClaimEvents(state, tools)
                        .unlessFull(
                                waiting -> Steps.together(state.claims, new ClaimSwap(state, waiting)::awaitBound)));
    }

    /**
     * Makes databases out of copies. Volumes that bind at first use are bound by this. Prepare pods are removed in all
     * cases, but only when it is written down that all have succeeded.
     */
    static CompletableFuture<Void> prepare(final RestoreState state, final Tools tools) {
        List<RestoredPod> targets =
                state.pods.stream().filter(pod -> pod.preparePod != null).toList();
        List<RestoredPod> open = targets.stream().filter(pod -> !pod.prepared).toList();
        Preparation preparation = new Preparation(state, tools);
        return new ClaimEvents(state, tools)
                .unlessFull(waiting -> prepareAll(state, open, waiting))
                .handle((nothing, failure) -> Steps.inOrder(targets, preparation::remove)
                        .thenCompose(removed -> failure == null
                                ? Steps.done()
                                : CompletableFuture.<Void>failedFuture(Futures.cause(failure))))
                .thenCompose(outcome -> outcome);
    }

    private static CompletableFuture<Void> prepareAll(
            final RestoreState state, final List<RestoredPod> open, final Tools tools) {
        if (open.isEmpty()) {
            return Steps.done();
        }
        Preparation preparation = new Preparation(state, tools);
        return manifest(state, tools)
                .thenCompose(manifest -> Steps.together(
                        open,
                        target -> workload(state, target, tools)
                                .thenCompose(workload -> preparation.prepare(target, workload, manifest))))
                .thenCompose(nothing -> {
                    open.forEach(target -> target.prepared = true);
                    return tools.context().save();
                });
    }

    static CompletableFuture<Void> start(final RestoreState state, final Tools tools) {
        state.started = true;
        WorkloadSwitch workloads = new WorkloadSwitch(state, tools);
        return tools.context()
                .save()
                .thenCompose(nothing ->
                        Steps.inOrder(restored(state), workload -> workloads.start(workload, workload.newImages)))
                .thenCompose(nothing -> awaitReady(state, restored(state), tools));
    }

    /** Waits until workloads are ready, to whose pods volumes may only be bound now. */
    static CompletableFuture<Void> awaitReady(
            final RestoreState state, final List<StoppedWorkload> started, final Tools tools) {
        return new ClaimEvents(state, tools)
                .unlessFull(waiting -> Steps.together(started, new WorkloadSwitch(state, waiting)::awaitReady));
    }

    static CompletableFuture<Void> check(final RestoreState state, final Tools tools) {
        DatabaseChecks checks = new DatabaseChecks(state, tools);
        return Steps.together(
                state.pods.stream().filter(pod -> runs(state, pod)).toList(),
                pod -> workload(state, pod, tools).thenCompose(workload -> checks.check(pod, workload)));
    }

    /** Starts who else was stopped, and ends the keeping of what is in use. From here on it is an undo that takes it back. */
    static CompletableFuture<Void> finish(final RestoreState state, final Tools tools) {
        WorkloadSwitch workloads = new WorkloadSwitch(state, tools);
        return Steps.inOrder(others(state), workload -> workloads.start(workload, Map.of()))
                .thenCompose(nothing -> Steps.inOrder(state.workloads, workloads::forget))
                .thenCompose(nothing -> new Protection(state, tools).settle(Expiry.of(state, tools.clock())))
                .thenCompose(nothing -> end(state, tools, Outcome.DONE));
    }

    /**
     * Writes down how it ended, and forgets earlier runs whose time is over. An end that could not be written down is
     * none: whoever reads the record would take the run back.
     */
    static CompletableFuture<Void> end(final RestoreState state, final Tools tools, final Outcome outcome) {
        state.endedAt = now(tools);
        state.outcome = outcome;
        return tools.context()
                .save()
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        state.endedAt = null;
                        state.outcome = null;
                    }
                })
                .thenCompose(nothing -> forgetExpired(state, tools));
    }

    /** What was asked for is done by now: it does not fail because an old record cannot be removed. */
    private static CompletableFuture<Void> forgetExpired(final RestoreState state, final Tools tools) {
        return new RecordRemoval(tools.cluster(), tools.clock())
                .expired(state.namespace())
                .exceptionally(failure -> {
                    tools.say("warning: records of earlier restores were not removed: "
                            + Futures.cause(failure).getMessage());
                    return null;
                });
    }

    private static CompletableFuture<Manifest> manifest(final RestoreState state, final Tools tools) {
        return tools.catalog()
                .find(state.setNamespace, SetId.of(state.set))
                .thenApply(found -> found.filter(BackupSet::usable)
                        .flatMap(BackupSet::manifest)
                        .orElseThrow(() -> new RestoreException("set " + state.set + " in namespace "
                                + state.setNamespace + " was removed while it was being restored")))
                .thenApply(manifest -> requirePlanned(state, manifest));
    }

    private static Manifest requirePlanned(final RestoreState state, final Manifest manifest) {
        if (state.setDigest != null && !state.setDigest.equals(ManifestText.digest(manifest))) {
            throw new RestoreException("the manifest of set " + state.set + " in namespace " + state.setNamespace
                    + " was changed after this restore was planned; find out who did that, and plan it anew");
        }
        return manifest;
    }

    /** The workload behind a pod, with the images that it is to have. */
    static CompletableFuture<Workload> workload(final RestoreState state, final RestoredPod pod, final Tools tools) {
        StoppedWorkload stopped = state.workloads.stream()
                .filter(workload -> workload.kind.equals(pod.workloadKind) && workload.name.equals(pod.workload))
                .findFirst()
                .orElseThrow();
        if (stopped.body != null) {
            return CompletableFuture.completedFuture(new Workload(stopped.kind, Json.tree(stopped.body)));
        }
        return new WorkloadSwitch(state, tools)
                .read(stopped)
                .thenApply(workload -> workload.withImages(stopped.newImages));
    }

    static List<StoppedWorkload> restored(final RestoreState state) {
        return state.workloads.stream().filter(workload -> workload.restored).toList();
    }

    private static List<StoppedWorkload> others(final RestoreState state) {
        return state.workloads.stream().filter(workload -> !workload.restored).toList();
    }

    private static boolean runs(final RestoreState state, final RestoredPod pod) {
        return state.workloads.stream()
                .anyMatch(workload -> workload.kind.equals(pod.workloadKind)
                        && workload.name.equals(pod.workload)
                        && workload.replicas > 0);
    }

    private static String now(final Tools tools) {
        Instant now = tools.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        return now.toString();
    }
}
