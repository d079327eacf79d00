package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Gives a workload another number of replicas, so that no request takes effect after the next one was sent. A request to
 * start whose answer was lost, and which arrives while the restore is being taken back, would let the StatefulSet make an
 * empty claim in the place of the old one. Scaling to a number that the workload has already changes nothing, not even its
 * version; therefore a mark that is always new is put on it first, and only that version is scaled.
 */
final class Scaling {
    /** Controllers write the status in between now and then. */
    private static final int ATTEMPTS = 5;

    private final Cluster cluster;
    private final String namespace;
    private final StoppedWorkload workload;
    private final Kind<?> kind;

    Scaling(final Cluster cluster, final String namespace, final StoppedWorkload workload) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.workload = workload;
        kind = Workload.kindOf(workload.kind);
    }

    /** @return fails with CONFLICT when others change the workload all the time, or when another one has its name */
    CompletableFuture<Void> to(final int replicas) {
        return attempt(replicas, ATTEMPTS);
    }

    private CompletableFuture<Void> attempt(final int replicas, final int attempts) {
        return mark().thenCompose(version -> cluster.scale(kind, namespace, workload.name, replicas, version)
                .exceptionallyCompose(failure -> attempts > 1
                                && Futures.cause(failure) instanceof ClusterException e
                                && e.reason() == Reason.CONFLICT
                        ? attempt(replicas, attempts - 1)
                        : CompletableFuture.failedFuture(Futures.cause(failure))));
    }

    /** @return the version of the workload that has the mark */
    private CompletableFuture<String> mark() {
        ObjectNode patch = workload.sameObject();
        patch.withObject("/metadata/annotations")
                .put(Labels.SCALE_ATTEMPT, UUID.randomUUID().toString());
        return cluster.patch(kind, namespace, workload.name, patch)
                .thenApply(marked -> marked.getMetadata().getResourceVersion());
    }
}
