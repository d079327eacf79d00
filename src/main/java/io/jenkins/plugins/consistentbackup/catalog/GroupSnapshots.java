package io.jenkins.plugins.consistentbackup.catalog;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The group snapshots of a namespace, in the version of their API that the cluster serves. A group carries its set's id
 * from its creation on; its members, which the storage makes, only from later.
 *
 * @param kind the kind in that version; absent when the cluster serves none
 * @param objects those that were asked for; none either for who may not see them, and so has not made any
 */
public record GroupSnapshots(Optional<Kind<GenericKubernetesResource>> kind, List<GenericKubernetesResource> objects) {
    private static final String GROUP = "groupsnapshot.storage.k8s.io";
    private static final String PLURAL = "volumegroupsnapshots";

    public GroupSnapshots {
        objects = List.copyOf(objects);
    }

    /** Those with all these labels. */
    public static CompletableFuture<GroupSnapshots> list(
            final Cluster cluster, final String namespace, final Map<String, String> labels) {
        return cluster.servedVersions(GROUP, PLURAL)
                .thenCompose(versions -> versions.isEmpty()
                        ? CompletableFuture.completedFuture(new GroupSnapshots(Optional.empty(), List.of()))
                        : list(cluster, Kind.groupSnapshot(versions.get(0), PLURAL, true), namespace, labels));
    }

    private static CompletableFuture<GroupSnapshots> list(
            final Cluster cluster,
            final Kind<GenericKubernetesResource> kind,
            final String namespace,
            final Map<String, String> labels) {
        return cluster.list(kind, namespace, labels)
                .exceptionallyCompose(failure ->
                        Futures.cause(failure) instanceof ClusterException e && e.reason() == Reason.FORBIDDEN
                                ? CompletableFuture.completedFuture(List.of())
                                : CompletableFuture.failedFuture(Futures.cause(failure)))
                .thenApply(found -> new GroupSnapshots(Optional.of(kind), found));
    }
}
