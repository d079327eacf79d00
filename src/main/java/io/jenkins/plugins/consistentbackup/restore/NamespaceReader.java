package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a plan is made from: one list for each kind of object. */
final class NamespaceReader {
    private final Cluster cluster;

    NamespaceReader(final Cluster cluster) {
        this.cluster = cluster;
    }

    /** Reads a namespace; in the cluster profile also the volumes of its claims, and the storage classes. */
    CompletableFuture<NamespaceView> read(final String namespace, final Profile profile) {
        CompletableFuture<Map<String, PersistentVolumeClaim>> claims =
                list(Kind.CLAIMS, namespace).thenApply(NamespaceReader::byName);
        CompletableFuture<List<Pod>> pods = list(Kind.PODS, namespace);
        CompletableFuture<List<Workload>> workloads = Steps.collect(
                        Workload.SCALABLE, kind -> workloads(kind, namespace))
                .thenApply(lists -> lists.stream().flatMap(List::stream).toList());
        CompletableFuture<List<HorizontalPodAutoscaler>> autoscalers = ifAllowed(list(Kind.AUTOSCALERS, namespace));
        CompletableFuture<Map<String, VolumeSnapshot>> snapshots =
                list(Kind.SNAPSHOTS, namespace).thenApply(NamespaceReader::byName);
        CompletableFuture<Map<String, PersistentVolume>> volumes = claims.thenCompose(
                found -> profile == Profile.CLUSTER ? volumesOf(found) : CompletableFuture.completedFuture(Map.of()));
        CompletableFuture<Map<String, StorageClass>> classes = profile == Profile.CLUSTER
                ? list(Kind.STORAGE_CLASSES, null).thenApply(NamespaceReader::byName)
                : CompletableFuture.completedFuture(Map.of());
        return CompletableFuture.allOf(claims, pods, workloads, autoscalers, snapshots, volumes, classes)
                .thenApply(nothing -> new NamespaceView(
                        namespace,
                        claims.join(),
                        pods.join(),
                        workloads.join(),
                        autoscalers.join(),
                        snapshots.join(),
                        volumes.join(),
                        classes.join()));
    }

    private CompletableFuture<Map<String, PersistentVolume>> volumesOf(
            final Map<String, PersistentVolumeClaim> claims) {
        List<String> names = claims.values().stream()
                .map(claim -> claim.getSpec().getVolumeName())
                .filter(Objects::nonNull)
                .filter(name -> !name.isEmpty())
                .toList();
        return Steps.collect(names, name -> cluster.get(Kind.VOLUMES, null, name))
                .thenApply(
                        found -> byName(found.stream().flatMap(Optional::stream).toList()));
    }

    private CompletableFuture<List<Workload>> workloads(final String kind, final String namespace) {
        return workloads(Workload.kindOf(kind), kind, namespace);
    }

    private <T extends HasMetadata> CompletableFuture<List<Workload>> workloads(
            final Kind<T> kind, final String name, final String namespace) {
        return list(kind, namespace)
                .thenApply(found ->
                        found.stream().map(object -> Workload.of(name, object)).toList());
    }

    private <T extends HasMetadata> CompletableFuture<List<T>> list(final Kind<T> kind, final String namespace) {
        return cluster.list(kind, namespace, Map.of());
    }

    /** Without the right to read autoscalers their warning is left out, not the restore. */
    private static <T> CompletableFuture<List<T>> ifAllowed(final CompletableFuture<List<T>> answer) {
        return answer.exceptionally(failure -> {
            if (Futures.cause(failure) instanceof ClusterException refused
                    && (refused.reason() == Reason.FORBIDDEN || refused.reason() == Reason.NOT_FOUND)) {
                return List.of();
            }
            throw new CompletionException(Futures.cause(failure));
        });
    }

    private static <T extends HasMetadata> Map<String, T> byName(final List<T> objects) {
        return objects.stream()
                .collect(Collectors.toMap(object -> object.getMetadata().getName(), Function.identity()));
    }
}
