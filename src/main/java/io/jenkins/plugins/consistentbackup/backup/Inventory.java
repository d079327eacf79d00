package io.jenkins.plugins.consistentbackup.backup;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is in a namespace, read once, with six lists however many pods there are. */
final class Inventory {
    private final String namespace;
    private final List<Pod> pods;
    private final Map<String, PersistentVolumeClaim> claims;
    private final List<StatefulSet> statefulSets;
    private final List<Deployment> deployments;
    private final Map<String, ReplicaSet> replicaSets;
    private final List<DaemonSet> daemonSets;

    Inventory(
            final String namespace,
            final List<Pod> pods,
            final List<PersistentVolumeClaim> claims,
            final List<StatefulSet> statefulSets,
            final List<Deployment> deployments,
            final List<ReplicaSet> replicaSets,
            final List<DaemonSet> daemonSets) {
        this.namespace = namespace;
        this.pods = List.copyOf(pods);
        this.claims = byName(claims);
        this.statefulSets = List.copyOf(statefulSets);
        this.deployments = List.copyOf(deployments);
        this.replicaSets = byName(replicaSets);
        this.daemonSets = List.copyOf(daemonSets);
    }

    static CompletableFuture<Inventory> read(final Cluster cluster, final String namespace) {
        CompletableFuture<List<Pod>> pods = cluster.list(Kind.PODS, namespace, Map.of());
        CompletableFuture<List<PersistentVolumeClaim>> claims = cluster.list(Kind.CLAIMS, namespace, Map.of());
        CompletableFuture<List<StatefulSet>> statefulSets = cluster.list(Kind.STATEFUL_SETS, namespace, Map.of());
        CompletableFuture<List<Deployment>> deployments = cluster.list(Kind.DEPLOYMENTS, namespace, Map.of());
        CompletableFuture<List<ReplicaSet>> replicaSets = cluster.list(Kind.REPLICA_SETS, namespace, Map.of());
        CompletableFuture<List<DaemonSet>> daemonSets = cluster.list(Kind.DAEMON_SETS, namespace, Map.of());
        return CompletableFuture.allOf(pods, claims, statefulSets, deployments, replicaSets, daemonSets)
                .thenApply(nothing -> new Inventory(
                        namespace,
                        pods.join(),
                        claims.join(),
                        statefulSets.join(),
                        deployments.join(),
                        replicaSets.join(),
                        daemonSets.join()));
    }

    String namespace() {
        return namespace;
    }

    List<Pod> pods() {
        return pods;
    }

    Optional<PersistentVolumeClaim> claim(final String name) {
        return Optional.ofNullable(claims.get(name));
    }

    /** What owns a pod in the end: the Deployment, not its ReplicaSet. */
    WorkloadRef workloadOf(final Pod pod) {
        Optional<OwnerReference> owner = controller(pod);
        if (owner.isPresent() && owner.get().getKind().equals("ReplicaSet")) {
            owner = Optional.ofNullable(replicaSets.get(owner.get().getName()))
                    .flatMap(Inventory::controller)
                    .or(() -> controller(pod));
        }
        return owner.map(found -> new WorkloadRef(found.getKind().toLowerCase(Locale.ROOT), found.getName()))
                .orElseGet(() -> new WorkloadRef("pod", pod.getMetadata().getName()));
    }

    /** The object that a reference names; nothing for kinds that are not listed, such as those of operators. */
    Optional<HasMetadata> workload(final WorkloadRef reference) {
        List<? extends HasMetadata> candidates =
                switch (reference.kind()) {
                    case "statefulset" -> statefulSets;
                    case "deployment" -> deployments;
                    case "replicaset" -> List.copyOf(replicaSets.values());
                    case "daemonset" -> daemonSets;
                    case "pod" -> pods;
                    default -> List.of();
                };
        return candidates.stream()
                .filter(candidate -> candidate.getMetadata().getName().equals(reference.name()))
                .map(HasMetadata.class::cast)
                .findFirst();
    }

    private static Optional<OwnerReference> controller(final HasMetadata owned) {
        return owned.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
    }

    private static <T extends HasMetadata> Map<String, T> byName(final List<T> objects) {
        return objects.stream()
                .collect(Collectors.toUnmodifiableMap(
                        object -> object.getMetadata().getName(), Function.identity()));
    }
}
