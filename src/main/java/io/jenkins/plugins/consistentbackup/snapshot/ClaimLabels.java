package io.jenkins.plugins.consistentbackup.snapshot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The label by which a group snapshot finds its claims: put on before anything is held, taken off after the cut. A
 * group snapshot's selector cannot be changed, and must match these claims and no others.
 */
public final class ClaimLabels {
    private final Cluster cluster;

    public ClaimLabels(final Cluster cluster) {
        this.cluster = cluster;
    }

    /** Labels the claims; fails when one is gone or was replaced. Idempotent. */
    public CompletableFuture<Void> put(
            final String namespace, final SetId set, final String cutGroup, final List<VolumeCut> volumes) {
        String value = Labels.cutGroup(set, cutGroup);
        return Futures.all(volumes.stream()
                        .map(volume -> label(namespace, volume, set, value))
                        .toList())
                .thenAccept(labelled -> {});
    }

    private CompletableFuture<PersistentVolumeClaim> label(
            final String namespace, final VolumeCut volume, final SetId set, final String cutGroup) {
        return patch(namespace, volume.claim(), volume.claimUid(), set.toString(), cutGroup)
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(explained(namespace, volume.claim(), Futures.cause(failure))));
    }

    /** Takes the labels of a set off all claims of a namespace, also after the death of who put them on. Idempotent. */
    public CompletableFuture<Void> remove(final String namespace, final SetId set) {
        return cluster.list(Kind.CLAIMS, namespace, Map.of(Labels.SET, set.toString()))
                .thenCompose(claims -> Futures.all(
                        claims.stream().map(claim -> unlabel(namespace, claim)).toList()))
                .thenAccept(unlabelled -> {});
    }

    /** A claim that is gone, or was replaced by one that cannot have the label, needs nothing taken off. */
    private CompletableFuture<Boolean> unlabel(final String namespace, final PersistentVolumeClaim claim) {
        return patch(
                        namespace,
                        claim.getMetadata().getName(),
                        claim.getMetadata().getUid(),
                        null,
                        null)
                .thenApply(unlabelled -> true)
                .exceptionallyCompose(failure -> Futures.cause(failure) instanceof ClusterException e
                                && (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.CONFLICT)
                        ? CompletableFuture.completedFuture(false)
                        : CompletableFuture.failedFuture(Futures.cause(failure)));
    }

    /** @param set value of the set's label, or null to take both labels off */
    private CompletableFuture<PersistentVolumeClaim> patch(
            final String namespace, final String claim, final String uid, final String set, final String cutGroup) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata")
                .put("uid", uid)
                .putObject("labels")
                .put(Labels.SET, set)
                .put(Labels.CUT_GROUP, cutGroup);
        return cluster.patch(Kind.CLAIMS, namespace, claim, patch);
    }

    private static Throwable explained(final String namespace, final String claim, final Throwable failure) {
        boolean replaced = failure instanceof ClusterException e
                && (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.CONFLICT);
        return replaced
                ? new SnapshotException(
                        "claim " + namespace + "/" + claim + " was deleted or replaced since it was planned", failure)
                : failure;
    }
}
