package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Changes a workload so that no request takes effect after the next one was sent, be it of another process. A request to
 * start whose answer was lost, and which arrives while the restore is being taken back, would let the StatefulSet make an
 * empty claim in the place of the old one; one to forget the replicas would leave it stopped. Therefore each request asks
 * for the change of one version, and each change makes a new version: it puts a mark on the workload that is always new,
 * since the API server makes none when nothing is changed.
 */
final class WorkloadChange {
    private final Cluster cluster;
    private final String namespace;
    private final StoppedWorkload workload;
    private final Kind<?> kind;

    WorkloadChange(final Cluster cluster, final String namespace, final StoppedWorkload workload) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.workload = workload;
        kind = Workload.kindOf(workload.kind);
    }

    /** The workload as it is now; fails when it is gone, or when another one has its name. */
    CompletableFuture<Workload> read() {
        return SecondLook.find(cluster, kind, namespace, workload.name).thenApply(found -> {
            Workload seen = found.map(object -> Workload.of(workload.kind, object))
                    .orElseThrow(() ->
                            new RestoreException(workload + " in namespace " + namespace + " was deleted meanwhile"));
            if (!seen.uid().equals(workload.uid)) {
                throw new RestoreException(workload + " in namespace " + namespace
                        + " was deleted meanwhile, and is another one of this name now (uid " + seen.uid() + ", not "
                        + workload.uid + "); it is left alone");
            }
            return seen;
        });
    }

    /** @return fails with CONFLICT when others change the workload all the time */
    CompletableFuture<Void> patch(final ObjectNode mergePatch) {
        return patch(found -> mergePatch);
    }

    /**
     * Changes it.
     *
     * @param mergePatch made of the workload as it is
     * @return fails with CONFLICT when others change the workload all the time
     */
    CompletableFuture<Void> patch(final Function<Workload, ObjectNode> mergePatch) {
        return Steps.ignore(Versions.unlessOthersChangeIt(() -> patchOnce(mergePatch)));
    }

    /** @return fails with CONFLICT when others change the workload all the time */
    CompletableFuture<Void> scale(final int replicas) {
        return Versions.unlessOthersChangeIt(() -> patchOnce(found -> Json.object())
                .thenCompose(version -> cluster.scale(kind, namespace, workload.name, replicas, version)));
    }

    /** @return the version that it has then */
    private CompletableFuture<String> patchOnce(final Function<Workload, ObjectNode> mergePatch) {
        return read().thenCompose(found -> {
            ObjectNode patch = mergePatch.apply(found).deepCopy();
            patch.withObject("/metadata").put("uid", workload.uid).put("resourceVersion", found.resourceVersion());
            ObjectNode annotations = patch.withObject("/metadata/annotations");
            if (!annotations.has(Labels.LAST_CHANGE)) {
                annotations.put(Labels.LAST_CHANGE, UUID.randomUUID().toString());
            }
            return cluster.patch(kind, namespace, workload.name, patch)
                    .thenApply(changed -> changed.getMetadata().getResourceVersion());
        });
    }
}
