package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContentBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Creation;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.restore.RestoreState.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The phases that only a clone has. Everything that it makes carries its id, and is removed again if it fails. */
final class CloneSteps {
    private CloneSteps() {}

    /**
     * Makes the set's snapshots known in the other namespace. The contents retain what they point at: otherwise
     * deleting the clone would destroy the original's snapshots.
     */
    static CompletableFuture<Void> snapshots(final RestoreState state, final Tools tools) {
        return Steps.inOrder(
                        state.copies,
                        copy -> ensured(tools, Kind.SNAPSHOT_CONTENTS, content(state, copy))
                                .thenCompose(nothing -> ensured(tools, Kind.SNAPSHOTS, snapshot(state, copy))))
                .thenCompose(nothing -> Steps.together(state.copies, copy -> awaitReady(state, tools, copy)));
    }

    /** Creates the copied workloads, and waits until they are ready. */
    static CompletableFuture<Void> start(final RestoreState state, final Tools tools) {
        state.started = true;
        return tools.context()
                .save()
                .thenCompose(nothing -> Steps.inOrder(state.workloads, workload -> create(tools, workload)))
                .thenCompose(nothing -> RestoreSteps.awaitReady(state, state.workloads, tools));
    }

    /** The claims are filled by now: what pointed at the original's snapshots goes. */
    static CompletableFuture<Void> finish(final RestoreState state, final Tools tools) {
        return removeSnapshots(state, tools).thenCompose(nothing -> RestoreSteps.end(state, tools, Outcome.DONE));
    }

    /** Removes everything that the clone has made. Idempotent. */
    static CompletableFuture<Void> takeBack(final RestoreState state, final Tools tools) {
        if (state.ended()) {
            return Steps.done();
        }
        Preparation preparation = new Preparation(state, tools);
        return Steps.inOrder(
                        state.workloads,
                        workload -> remove(state, tools, Workload.kindOf(workload.kind), workload.name))
                .thenCompose(nothing -> Steps.inOrder(
                        state.pods.stream()
                                .filter(pod -> pod.preparePod != null)
                                .toList(),
                        preparation::remove))
                .thenCompose(nothing -> new WorkloadSwitch(state, tools).awaitUnused())
                .thenCompose(
                        nothing -> Steps.inOrder(state.claims, claim -> remove(state, tools, Kind.CLAIMS, claim.name)))
                .thenCompose(nothing -> removeSnapshots(state, tools))
                .thenCompose(nothing -> RestoreSteps.end(state, tools, Outcome.TAKEN_BACK))
                .thenAccept(nothing -> tools.say("  removed what was made in namespace " + state.namespace()));
    }

    private static CompletableFuture<Void> removeSnapshots(final RestoreState state, final Tools tools) {
        return Steps.inOrder(
                state.copies,
                copy -> remove(state, tools, Kind.SNAPSHOTS, copy.name)
                        .thenCompose(nothing -> remove(state, tools, Kind.SNAPSHOT_CONTENTS, copy.content)));
    }

    /** Removes an object, if it is there and ours, and waits until it is gone. */
    private static <T extends HasMetadata> CompletableFuture<Void> remove(
            final RestoreState state, final Tools tools, final Kind<T> kind, final String name) {
        String namespace = kind.namespaced() ? state.namespace() : null;
        return SecondLook.find(tools.cluster(), kind, namespace, name).thenCompose(found -> {
            Optional<T> ours = found.filter(
                    object -> state.id().equals(Metadata.labels(object).get(Labels.RESTORE)));
            if (ours.isEmpty()) {
                return Steps.done();
            }
            String uid = ours.get().getMetadata().getUid();
            return SecondLook.delete(tools.cluster(), kind, namespace, name, uid, null)
                    .thenCompose(asked -> tools.untilGone(
                            kind, namespace, name, uid, state.limits().claims()));
        });
    }

    private static CompletableFuture<Void> create(final Tools tools, final StoppedWorkload workload) {
        return create(tools, Workload.kindOf(workload.kind), workload);
    }

    private static <T extends HasMetadata> CompletableFuture<Void> create(
            final Tools tools, final Kind<T> kind, final StoppedWorkload workload) {
        return ensured(tools, kind, Json.as(kind.type(), Json.tree(workload.body)));
    }

    /** Creates an object; one of that name counts only if it is ours. */
    private static <T extends HasMetadata> CompletableFuture<Void> ensured(
            final Tools tools, final Kind<T> kind, final T object) {
        String run = Metadata.labels(object).get(Labels.RESTORE);
        return Steps.ignore(Creation.of(
                        tools.cluster(),
                        kind,
                        object,
                        there -> run.equals(Metadata.labels(there).get(Labels.RESTORE)))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        isTaken(failure) ? taken(kind, object) : Futures.cause(failure))));
    }

    private static boolean isTaken(final Throwable failure) {
        return Futures.cause(failure) instanceof ClusterException refused && refused.reason() == Reason.ALREADY_EXISTS;
    }

    private static RestoreException taken(final Kind<?> kind, final HasMetadata object) {
        return new RestoreException(kind + " " + object.getMetadata().getName() + " exists already in namespace "
                + object.getMetadata().getNamespace() + "; clone into a namespace that has none");
    }

    private static CompletableFuture<Void> awaitReady(
            final RestoreState state, final Tools tools, final SnapshotCopy copy) {
        return Steps.ignore(tools.until(
                Kind.SNAPSHOTS,
                state.namespace(),
                snapshots -> ready(copy, snapshots),
                state.limits().safety(),
                "snapshot " + copy.name + " in namespace " + state.namespace() + " to be ready"));
    }

    private static Optional<Boolean> ready(final SnapshotCopy copy, final Map<String, VolumeSnapshot> snapshots) {
        VolumeSnapshot snapshot = snapshots.get(copy.name);
        if (snapshot == null || snapshot.getStatus() == null) {
            return Optional.empty();
        }
        String bound = snapshot.getStatus().getBoundVolumeSnapshotContentName();
        if (bound != null && !bound.equals(copy.content)) {
            throw new RestoreException(
                    "snapshot " + copy.name + " is bound to content " + bound + " and not to " + copy.content);
        }
        return bound != null && Boolean.TRUE.equals(snapshot.getStatus().getReadyToUse())
                ? Optional.of(true)
                : Optional.empty();
    }

    private static VolumeSnapshotContent content(final RestoreState state, final SnapshotCopy copy) {
        return new VolumeSnapshotContentBuilder()
                .withNewMetadata()
                .withName(copy.content)
                .addToLabels(Labels.RESTORE, state.id())
                .addToAnnotations(Labels.REQUESTER, state.holder())
                .endMetadata()
                .withNewSpec()
                .withDeletionPolicy(VolumeKeeping.RETAIN)
                .withDriver(copy.driver)
                .withVolumeSnapshotClassName(blankAsNull(copy.snapshotClass))
                .withSourceVolumeMode(blankAsNull(copy.volumeMode))
                .withNewSource()
                .withSnapshotHandle(copy.handle)
                .endSource()
                .withNewVolumeSnapshotRef()
                .withApiVersion(Kind.SNAPSHOTS.apiVersion())
                .withKind("VolumeSnapshot")
                .withNamespace(state.namespace())
                .withName(copy.name)
                .endVolumeSnapshotRef()
                .endSpec()
                .build();
    }

    private static VolumeSnapshot snapshot(final RestoreState state, final SnapshotCopy copy) {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withName(copy.name)
                .withNamespace(state.namespace())
                .addToLabels(Labels.RESTORE, state.id())
                .endMetadata()
                .withNewSpec()
                .withVolumeSnapshotClassName(blankAsNull(copy.snapshotClass))
                .withNewSource()
                .withVolumeSnapshotContentName(copy.content)
                .endSource()
                .endSpec()
                .build();
    }

    private static String blankAsNull(final String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
