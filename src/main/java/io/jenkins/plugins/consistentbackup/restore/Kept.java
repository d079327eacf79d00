package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** What restores have kept, so that they can be undone: listed, and removed when it is not needed any more. */
public final class Kept {
    private final Cluster cluster;
    private final Clock clock;

    Kept(final Cluster cluster, final Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * Something that is kept.
     *
     * @param kind {@code volume} or {@code snapshot}
     * @param name of the object
     * @param uid of the object
     * @param namespace whose data it holds
     * @param restore id of the run that keeps it
     * @param owner who asked for that run
     * @param claim label value that tells for which claim
     * @param expires when it may be removed; absent while its run has not ended
     * @param inUse whether a claim uses it: then it is not merely kept
     */
    public record Item(
            String kind,
            String name,
            String uid,
            String namespace,
            String restore,
            String owner,
            String claim,
            Optional<Instant> expires,
            boolean inUse) {

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    /**
     * What is kept for a namespace: snapshots, and volumes where the rights allow to see them.
     *
     * @return in the order of their expiry, what has none at the end
     */
    public CompletableFuture<List<Item>> list(final String namespace) {
        CompletableFuture<List<Item>> snapshots = cluster.list(Kind.SNAPSHOTS, namespace, Map.of())
                .thenApply(found -> found.stream()
                        .filter(Kept::isKept)
                        .map(snapshot -> item("snapshot", namespace, snapshot, false))
                        .toList());
        CompletableFuture<List<Item>> volumes = volumes()
                .thenApply(found -> found.stream()
                        .filter(Kept::isKept)
                        .filter(volume -> namespace.equals(claimNamespace(volume)))
                        .map(volume -> item("volume", namespace, volume, isBound(volume)))
                        .toList());
        return snapshots.thenCombine(
                volumes,
                (some, others) -> Stream.concat(some.stream(), others.stream())
                        .sorted((one, other) -> one.expires()
                                .orElse(Instant.MAX)
                                .compareTo(other.expires().orElse(Instant.MAX)))
                        .toList());
    }

    /**
     * Removes something that is kept. Never the last copy: not while the run that keeps it has not ended, while a claim
     * uses it, or while its claim has no bound volume in its place.
     *
     * @param early also before it expires
     * @return fails with {@link RestoreException} when it must stay, and says why
     */
    public CompletableFuture<Void> remove(final Item item, final boolean early) {
        if (!early
                && item.expires().filter(when -> !when.isAfter(clock.instant())).isEmpty()) {
            return refuse(
                    item, "expires " + item.expires().map(Instant::toString).orElse("never"));
        }
        return RestoreRecord.all(cluster, item.namespace()).thenCompose(records -> {
            Optional<RestoreState> unfinished =
                    records.stream().filter(record -> !record.ended()).findFirst();
            if (unfinished.isPresent()) {
                return refuse(item, "is needed as long as " + unfinished.get().id() + " has not ended");
            }
            return replaced(item)
                    .thenCompose(replaced -> replaced && !item.inUse()
                            ? delete(item)
                            : refuse(item, "holds the only copy of what its claim holds, or is in use"));
        });
    }

    private CompletableFuture<Void> delete(final Item item) {
        if (item.kind().equals("snapshot")) {
            return Steps.ignore(cluster.delete(Kind.SNAPSHOTS, item.namespace(), item.name(), item.uid()));
        }
        return cluster.get(Kind.VOLUMES, null, item.name()).thenCompose(found -> {
            if (found.isEmpty() || isBound(found.get()) || !isReleased(found.get())) {
                return refuse(item, "is in use or about to be");
            }
            // Deleting the object would leave its disk behind: a released volume whose policy is Delete goes with it.
            ObjectNode patch = Json.object();
            patch.withObject("/metadata")
                    .put("uid", item.uid())
                    .put("resourceVersion", found.get().getMetadata().getResourceVersion());
            patch.withObject("/spec").put("persistentVolumeReclaimPolicy", "Delete");
            return Steps.ignore(cluster.patch(Kind.VOLUMES, null, item.name(), patch));
        });
    }

    /** Whether the claim that it was kept for has a bound volume now. */
    private CompletableFuture<Boolean> replaced(final Item item) {
        return cluster.list(Kind.CLAIMS, item.namespace(), Map.of())
                .thenApply(claims -> claims.stream()
                        .filter(claim ->
                                Labels.keptFor(claim.getMetadata().getName()).equals(item.claim()))
                        .anyMatch(claim -> claim.getStatus() != null
                                && "Bound".equals(claim.getStatus().getPhase())
                                && !item.name().equals(claim.getSpec().getVolumeName())));
    }

    private CompletableFuture<List<PersistentVolume>> volumes() {
        return cluster.list(Kind.VOLUMES, null, Map.of()).exceptionally(failure -> {
            if (Futures.cause(failure) instanceof ClusterException refused && refused.reason() == Reason.FORBIDDEN) {
                return List.of();
            }
            throw new CompletionException(Futures.cause(failure));
        });
    }

    private static CompletableFuture<Void> refuse(final Item item, final String why) {
        return CompletableFuture.failedFuture(
                new RestoreException(item + " kept by " + item.restore() + " stays: it " + why));
    }

    private static boolean isKept(final HasMetadata object) {
        return Metadata.labels(object).containsKey(Labels.RESTORE)
                && Metadata.labels(object).containsKey(Labels.KEPT_FOR);
    }

    private static Item item(final String kind, final String namespace, final HasMetadata object, final boolean inUse) {
        Map<String, String> annotations = Metadata.annotations(object);
        return new Item(
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

    private static boolean isBound(final PersistentVolume volume) {
        return volume.getStatus() != null && "Bound".equals(volume.getStatus().getPhase());
    }

    private static boolean isReleased(final PersistentVolume volume) {
        return volume.getStatus() != null
                && "Released".equals(volume.getStatus().getPhase());
    }
}
