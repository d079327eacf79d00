package io.jenkins.plugins.consistentbackup.snapshot;

import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The label by which a group snapshot finds its claims: put on before anything is held, taken off after the cut. A
 * group snapshot's selector cannot be changed, and must match these claims and no others.
 */
public final class ClaimLabels {

    public ClaimLabels(final Cluster cluster) {}

    /** Labels the claims; fails when one is gone or was replaced. Idempotent. */
    public CompletableFuture<Void> put(
            final String namespace, final SetId set, final String cutGroup, final List<VolumeCut> volumes) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("not there yet"));
    }

    /** Takes the labels of a set off all claims of a namespace, also after the death of who put them on. Idempotent. */
    public CompletableFuture<Void> remove(final String namespace, final SetId set) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("not there yet"));
    }
}
