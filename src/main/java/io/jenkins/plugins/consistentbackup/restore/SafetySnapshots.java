package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Cold snapshots of volumes that are about to be replaced, for those who may not keep the volumes themselves. They carry
 * no set's id: they are no backup set.
 */
final class SafetySnapshots {
    /** Whoever created it under our name from our state: it is ours. */
    private static final Set<Reason> THERE_ALREADY = EnumSet.of(Reason.ALREADY_EXISTS);

    private final RestoreState state;
    private final Tools tools;

    SafetySnapshots(final RestoreState state, final Tools tools) {
        this.state = state;
        this.tools = tools;
    }

    /**
     * Takes a snapshot of a claim that nobody writes to, unless it is there already.
     *
     * @param snapshot its name
     * @param claim the claim
     * @param claimUid uid of the claim that must have been cut
     * @param snapshotClass class, or null for the default one
     */
    CompletableFuture<Void> take(
            final String snapshot, final String claim, final String claimUid, final String snapshotClass) {
        return tools.cluster()
                .get(Kind.SNAPSHOTS, state.namespace(), snapshot)
                .thenCompose(found -> found.isPresent()
                        ? Steps.done()
                        : Steps.tolerating(
                                THERE_ALREADY,
                                Steps.ignore(tools.cluster()
                                        .create(Kind.SNAPSHOTS, build(snapshot, claim, claimUid, snapshotClass)))));
    }

    /** Waits until it can be restored from, and proves that it was cut from that very claim. */
    CompletableFuture<Void> awaitReady(final String snapshot, final String claim, final String claimUid) {
        return tools.until(
                        Kind.SNAPSHOTS,
                        state.namespace(),
                        snapshots -> ready(snapshot, claimUid, snapshots),
                        state.limits().safety(),
                        "safety snapshot " + snapshot + " of claim " + claim + " in namespace " + state.namespace()
                                + " to be ready")
                .thenCompose(ready -> SecondLook.find(tools.cluster(), Kind.CLAIMS, state.namespace(), claim))
                .thenAccept(found -> {
                    if (found.filter(current ->
                                    claimUid.equals(current.getMetadata().getUid()))
                            .isEmpty()) {
                        throw new ClusterException(
                                Reason.CONFLICT,
                                "claim " + claim + " in namespace " + state.namespace()
                                        + " was replaced by somebody else while its safety snapshot was taken");
                    }
                });
    }

    /** Fails unless the snapshot is ready now. */
    CompletableFuture<Void> proveReady(final String snapshot, final String claimUid) {
        return tools.cluster()
                .get(Kind.SNAPSHOTS, state.namespace(), snapshot)
                .thenAccept(found -> found.flatMap(seen -> ready(snapshot, claimUid, Map.of(snapshot, seen)))
                        .orElseThrow(() -> new RestoreException("safety snapshot " + snapshot + " in namespace "
                                + state.namespace() + " is not there or not ready; nothing was deleted")));
    }

    /** Says when a safety snapshot may be removed. */
    CompletableFuture<Void> expires(final String snapshot, final Instant when) {
        ObjectNode patch = Json.object();
        patch.withObject("/metadata/annotations").put(Labels.EXPIRES, when.toString());
        return Steps.ignore(tools.cluster().patch(Kind.SNAPSHOTS, state.namespace(), snapshot, patch));
    }

    /** The same for one that may not have been taken. */
    CompletableFuture<Void> expiresIfThere(final String snapshot, final Instant when) {
        return SecondLook.find(tools.cluster(), Kind.SNAPSHOTS, state.namespace(), snapshot)
                .thenCompose(found -> found.isPresent() ? expires(snapshot, when) : Steps.done());
    }

    private VolumeSnapshot build(
            final String snapshot, final String claim, final String claimUid, final String snapshotClass) {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withName(snapshot)
                .withNamespace(state.namespace())
                .addToLabels(Labels.RESTORE, state.id())
                .addToLabels(Labels.KEPT_FOR, Labels.keptFor(claim))
                .addToAnnotations(Labels.CLAIM_UID, claimUid)
                .addToAnnotations(Labels.REQUESTER, state.holder())
                .endMetadata()
                .withNewSpec()
                .withVolumeSnapshotClassName(snapshotClass == null || snapshotClass.isEmpty() ? null : snapshotClass)
                .withNewSource()
                .withPersistentVolumeClaimName(claim)
                .endSource()
                .endSpec()
                .build();
    }

    /** What the driver reports may pass: it tries again. */
    private Optional<Boolean> ready(
            final String name, final String claimUid, final Map<String, VolumeSnapshot> snapshots) {
        VolumeSnapshot snapshot = snapshots.get(name);
        if (snapshot == null || snapshot.getStatus() == null) {
            return Optional.empty();
        }
        if (snapshot.getMetadata().getDeletionTimestamp() != null) {
            throw new ClusterException(
                    Reason.CONFLICT,
                    "safety snapshot " + name + " in namespace " + state.namespace()
                            + " is being deleted by somebody; its claim was not deleted. Find out who does that");
        }
        if (!claimUid.equals(Metadata.annotations(snapshot).get(Labels.CLAIM_UID))) {
            throw new RestoreException("snapshot " + name + " in namespace " + state.namespace()
                    + " is not of the claim that is to be replaced; remove it");
        }
        if (snapshot.getStatus().getError() != null) {
            throw new ClusterException(
                    Reason.SERVER,
                    "safety snapshot " + name + " in namespace " + state.namespace() + " failed: "
                            + snapshot.getStatus().getError().getMessage());
        }
        return Boolean.TRUE.equals(snapshot.getStatus().getReadyToUse())
                        && snapshot.getStatus().getBoundVolumeSnapshotContentName() != null
                ? Optional.of(true)
                : Optional.empty();
    }
}
