package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
        return KeptItems.read(cluster, namespace).thenApply(KeptItems::items);
    }

    /**
     * Removes something that is kept. Never the last copy: not while the run that keeps it has not ended, while a claim
     * uses it, or while its claim has no bound volume in its place. The record of a run that keeps nothing any more goes
     * with the last of it.
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
            if (!records.unfinished().isEmpty()) {
                return refuse(
                        item,
                        "is needed as long as " + records.unfinished().get(0).id() + " has not ended");
            }
            if (!records.unreadable().isEmpty()) {
                return refuse(
                        item, "may be needed: " + records.unreadable().get(0).advice());
            }
            return replaced(item)
                    .thenCompose(replaced -> replaced && !item.inUse()
                            ? delete(item)
                                    .thenCompose(nothing ->
                                            new RecordRemoval(cluster, clock).ofRunsThatKeepNothing(item.namespace()))
                            : refuse(item, "holds the only copy of what its claim holds, or is in use"));
        });
    }

    private CompletableFuture<Void> delete(final Item item) {
        if (item.kind().equals("snapshot")) {
            return Steps.ignore(cluster.delete(Kind.SNAPSHOTS, item.namespace(), item.name(), item.uid()));
        }
        return cluster.get(Kind.VOLUMES, null, item.name()).thenCompose(found -> {
            if (found.isEmpty() || KeptItems.isBound(found.get()) || !KeptItems.isReleased(found.get())) {
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

    private static CompletableFuture<Void> refuse(final Item item, final String why) {
        return CompletableFuture.failedFuture(
                new RestoreException(item + " kept by " + item.restore() + " stays: it " + why));
    }
}
