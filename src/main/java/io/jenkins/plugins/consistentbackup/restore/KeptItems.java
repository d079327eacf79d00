package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is kept for a namespace.
 *
 * @param items in the order of their expiry, what has none at the end
 * @param leaving uids of those that somebody has removed, and that the cluster has not deleted yet
 * @param volumesSeen whether the rights allowed to see volumes; if not there may be more
 */
record KeptItems(List<Kept.Item> items, Set<String> leaving, boolean volumesSeen) {

    static CompletableFuture<KeptItems> read(final Cluster cluster, final String namespace) {
        CompletableFuture<List<Kept.Item>> snapshots = cluster.list(Kind.SNAPSHOTS, namespace, Map.of())
                .thenApply(found -> found.stream()
                        .filter(KeptItems::isKept)
                        .map(snapshot -> item("snapshot", namespace, snapshot, false))
                        .toList());
        CompletableFuture<Optional<List<PersistentVolume>>> volumes = volumes(cluster)
                .thenApply(seen -> seen.map(found -> found.stream()
                        .filter(KeptItems::isKept)
                        .filter(volume -> namespace.equals(claimNamespace(volume)))
                        .toList()));
        return snapshots.thenCombine(volumes, (some, seen) -> of(namespace, some, seen));
    }

    /** How many are kept and nothing else: what is in use, or removed already, is not. */
    int count() {
        return (int) items.stream()
                .filter(item -> !item.inUse() && !leaving.contains(item.uid()))
                .count();
    }

    private static KeptItems of(
            final String namespace, final List<Kept.Item> snapshots, final Optional<List<PersistentVolume>> seen) {
        List<PersistentVolume> volumes = seen.orElse(List.of());
        return new KeptItems(
                Stream.concat(
                                snapshots.stream(),
                                volumes.stream().map(volume -> item("volume", namespace, volume, isBound(volume))))
                        .sorted(Comparator.comparing(item -> item.expires().orElse(Instant.MAX)))
                        .toList(),
                volumes.stream()
                        .filter(KeptItems::isLeaving)
                        .map(volume -> volume.getMetadata().getUid())
                        .collect(Collectors.toSet()),
                seen.isPresent());
    }

    /** Nothing when they may not be seen. */
    private static CompletableFuture<Optional<List<PersistentVolume>>> volumes(final Cluster cluster) {
        return cluster.list(Kind.VOLUMES, null, Map.of())
                .thenApply(Optional::of)
                .exceptionally(failure -> {
                    if (Futures.cause(failure) instanceof ClusterException refused
                            && refused.reason() == Reason.FORBIDDEN) {
                        return Optional.empty();
                    }
                    throw new CompletionException(Futures.cause(failure));
                });
    }

    private static boolean isKept(final HasMetadata object) {
        // What is being deleted is not kept any more, however long that takes.
        return object.getMetadata().getDeletionTimestamp() == null
                && Metadata.labels(object).containsKey(Labels.RESTORE)
                && Metadata.labels(object).containsKey(Labels.KEPT_FOR);
    }

    private static Kept.Item item(
            final String kind, final String namespace, final HasMetadata object, final boolean inUse) {
        Map<String, String> annotations = Metadata.annotations(object);
        return new Kept.Item(
                kind,
                object.getMetadata().getName(),
                object.getMetadata().getUid(),
                namespace,
                Metadata.labels(object).get(Labels.RESTORE),
                annotations.getOrDefault(Labels.REQUESTER, ""),
                Metadata.labels(object).get(Labels.KEPT_FOR),
                Optional.ofNullable(annotations.get(Labels.EXPIRES)).map(Instant::parse),
                inUse);
    }

    private static String claimNamespace(final PersistentVolume volume) {
        return volume.getSpec().getClaimRef() == null
                ? null
                : volume.getSpec().getClaimRef().getNamespace();
    }

    static boolean isBound(final PersistentVolume volume) {
        return volume.getStatus() != null && "Bound".equals(volume.getStatus().getPhase());
    }

    static boolean isReleased(final PersistentVolume volume) {
        return volume.getStatus() != null
                && "Released".equals(volume.getStatus().getPhase());
    }

    /** Removed by {@link Kept#remove}: the cluster deletes it when it comes to it. */
    private static boolean isLeaving(final PersistentVolume volume) {
        return isReleased(volume) && "Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy());
    }
}
