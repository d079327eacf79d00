package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Stops workloads, remembers on them how they were, and starts them again. */
final class WorkloadSwitch {
    /** So answer rights and admission webhooks. */
    private static final Set<Reason> REFUSED = EnumSet.of(Reason.FORBIDDEN, Reason.INVALID);

    private final RestoreState state;
    private final Tools tools;

    WorkloadSwitch(final RestoreState state, final Tools tools) {
        this.state = state;
        this.tools = tools;
    }

    /**
     * Writes onto the workload how many replicas it is to have again, and takes away its right to delete claims when
     * it is scaled, before it is scaled.
     */
    CompletableFuture<Void> remember(final StoppedWorkload workload) {
        ObjectNode patch = Json.object();
        ObjectNode annotations =
                patch.withObject("/metadata/annotations").put(Labels.REPLICAS, Integer.toString(workload.replicas));
        annotations.put(Labels.REQUESTER, state.holder());
        if (workload.retentionPolicy != null) {
            annotations.put(Labels.RETENTION_POLICY, workload.retentionPolicy);
            patch.withObject("/spec/persistentVolumeClaimRetentionPolicy")
                    .put("whenScaled", VolumeKeeping.RETAIN)
                    .put("whenDeleted", VolumeKeeping.RETAIN);
        }
        return change(workload)
                .patch(patch)
                .thenCompose(nothing -> workload.retentionPolicy == null
                        ? Steps.done()
                        : await(workload, Workload::observed, state.limits().stop(), "to keep its claims"));
    }

    /** Whether {@link #remember} was done and {@link #forget} was not. */
    CompletableFuture<Boolean> remembers(final StoppedWorkload workload) {
        return read(workload).thenApply(found -> found.annotation(Labels.REPLICAS) != null);
    }

    /**
     * From now on no request to {@link #remember} that was sent before has an effect. Where nothing may be changed, none
     * of them had.
     */
    CompletableFuture<Void> secureUntouched(final StoppedWorkload workload) {
        return read(workload)
                .thenCompose(seen -> tools.unlessRefused(
                        REFUSED, () -> change(workload).patch(Json.object()).thenCompose(nothing -> forget(workload))));
    }

    /** Scales to zero. */
    CompletableFuture<Void> stop(final StoppedWorkload workload) {
        return change(workload).scale(0);
    }

    /**
     * Waits until no pod uses one of the claims that are replaced. Pods that have ended count: they, too, keep a claim
     * from being deleted.
     */
    CompletableFuture<Void> awaitUnused() {
        return Steps.ignore(awaitUnusedOrSeen(Set.of()));
    }

    /**
     * The same, but ends early when one of these pods is seen.
     *
     * @return whether no pod uses one of the claims
     */
    CompletableFuture<Boolean> awaitUnusedOrSeen(final Set<String> names) {
        List<String> claims = state.claims.stream().map(claim -> claim.name).toList();
        return tools.until(
                        Kind.PODS,
                        state.namespace(),
                        pods -> {
                            boolean unused = usersOf(claims, pods).isEmpty();
                            return unused || names.stream().anyMatch(pods::containsKey)
                                    ? Optional.of(unused)
                                    : Optional.empty();
                        },
                        state.limits().stop(),
                        "the pods that use " + String.join(", ", claims) + " in namespace " + state.namespace()
                                + " to end")
                .handle((unused, failure) ->
                        failure == null ? CompletableFuture.completedFuture(unused) : nameUsers(claims, failure))
                .thenCompose(outcome -> outcome);
    }

    /** Gives it the images that it is to have, and its replicas. */
    CompletableFuture<Void> start(final StoppedWorkload workload, final Map<String, String> images) {
        return setImages(workload, images)
                .thenCompose(nothing -> change(workload).scale(workload.replicas));
    }

    /** Waits until all its replicas are ready; the failure says what its pods are waiting for. */
    CompletableFuture<Void> awaitReady(final StoppedWorkload workload) {
        return awaitReady(workload, state.limits().start());
    }

    /** The same within another limit. */
    CompletableFuture<Void> awaitReady(final StoppedWorkload workload, final Duration limit) {
        return await(
                        workload,
                        seen -> seen.ready() && (workload.replicas == 0 || !seen.stopped()),
                        limit,
                        "to have " + workload.replicas + " ready pods")
                .handle((ready, failure) -> failure == null
                        ? Steps.done()
                        : new PodTroubles(tools, state.namespace()).explain(workload, Futures.cause(failure)))
                .thenCompose(outcome -> outcome);
    }

    /** Takes off what {@link #remember} put on. */
    CompletableFuture<Void> forget(final StoppedWorkload workload) {
        ObjectNode patch = Json.object();
        patch.withObject("/metadata/annotations")
                .putNull(Labels.REPLICAS)
                .putNull(Labels.LAST_CHANGE)
                .putNull(Labels.REQUESTER)
                .putNull(Labels.RETENTION_POLICY);
        if (workload.retentionPolicy != null) {
            patch.withObject("/spec").set("persistentVolumeClaimRetentionPolicy", Json.tree(workload.retentionPolicy));
        }
        return change(workload).patch(patch);
    }

    /** The workload as it is now; fails when it is gone, or when another one has its name. */
    CompletableFuture<Workload> read(final StoppedWorkload workload) {
        return change(workload).read();
    }

    private WorkloadChange change(final StoppedWorkload workload) {
        return new WorkloadChange(tools.cluster(), state.namespace(), workload);
    }

    private CompletableFuture<Void> setImages(final StoppedWorkload workload, final Map<String, String> images) {
        if (images.isEmpty()) {
            return Steps.done();
        }
        return change(workload).patch(found -> {
            ObjectNode patch = Json.object();
            patch.withObject("/spec/template/spec")
                    .set("containers", found.withImages(images).tree().at("/spec/template/spec/containers"));
            return patch;
        });
    }

    private CompletableFuture<Void> await(
            final StoppedWorkload workload, final Predicate<Workload> wanted, final Duration limit, final String what) {
        return awaitKind(Workload.kindOf(workload.kind), workload, wanted, limit, what);
    }

    private <T extends HasMetadata> CompletableFuture<Void> awaitKind(
            final Kind<T> kind,
            final StoppedWorkload workload,
            final Predicate<Workload> wanted,
            final Duration limit,
            final String what) {
        return Steps.ignore(tools.until(
                kind,
                state.namespace(),
                objects -> Optional.ofNullable(objects.get(workload.name))
                        .map(object -> Workload.of(workload.kind, object))
                        .filter(wanted),
                limit,
                workload + " in namespace " + state.namespace() + " " + what));
    }

    /** Fails with the pods that are still there. */
    private CompletableFuture<Boolean> nameUsers(final List<String> claims, final Throwable failure) {
        return tools.cluster().list(Kind.PODS, state.namespace(), Map.of()).thenApply(pods -> {
            List<String> users = usersOf(
                    claims,
                    pods.stream()
                            .collect(Collectors.toMap(pod -> pod.getMetadata().getName(), pod -> pod)));
            throw Explained.of(failure, users.isEmpty() ? "" : "; still there: " + String.join(", ", users));
        });
    }

    private static List<String> usersOf(final List<String> claims, final Map<String, Pod> pods) {
        return pods.values().stream()
                .filter(pod -> Pods.claimsOf(pod).stream().anyMatch(claims::contains))
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }
}
