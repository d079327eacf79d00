package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Removes the records of runs that have ended, when nothing can be undone by them any more. */
final class RecordRemoval {
    private final Cluster cluster;
    private final Clock clock;

    RecordRemoval(final Cluster cluster, final Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Removes the records of a namespace that have expired. */
    CompletableFuture<Void> expired(final String namespace) {
        return removable(namespace).thenCompose(records -> {
            // Most of the time none has: then nothing more is asked for.
            boolean none =
                    RecordExpiry.toRemove(records, Set.of(), clock.instant()).isEmpty();
            return none ? Steps.done() : remove(namespace, records, clock.instant());
        });
    }

    /** Removes the records of runs that keep nothing any more but what has been removed too, whether expired or not. */
    CompletableFuture<Void> ofRunsThatKeepNothing(final String namespace) {
        return removable(namespace).thenCompose(records -> remove(namespace, records, Instant.MAX));
    }

    /** None while there is one that cannot be read: it may be older than any, and none goes while an older one stays. */
    private CompletableFuture<List<RestoreState>> removable(final String namespace) {
        return RestoreRecord.all(cluster, namespace)
                .thenApply(records -> records.unreadable().isEmpty() ? records.states() : List.of());
    }

    private CompletableFuture<Void> remove(
            final String namespace, final List<RestoreState> records, final Instant now) {
        return needed(namespace, records)
                .thenCompose(needed -> Steps.inOrder(
                        RecordExpiry.toRemove(records, needed, now), state -> RestoreRecord.remove(cluster, state)));
    }

    /** Of whom something is kept, or was cloned; where volumes cannot be seen, whoever may have kept some. */
    private CompletableFuture<Set<String>> needed(final String namespace, final List<RestoreState> records) {
        return KeptItems.read(cluster, namespace)
                .thenCombine(cluster.list(Kind.CLAIMS, namespace, Map.of()), (kept, claims) -> {
                    Set<String> needed = new HashSet<>();
                    kept.items().stream()
                            .filter(item -> !kept.leaving().contains(item.uid()))
                            .forEach(item -> needed.add(item.restore()));
                    Set<String> made = new HashSet<>();
                    claims.forEach(claim -> made.add(Metadata.labels(claim).get(Labels.RESTORE)));
                    records.stream()
                            .filter(record -> record.operation() == Operation.CLONE
                                    ? made.contains(record.id())
                                    : record.profile == Profile.CLUSTER && !kept.volumesSeen())
                            .forEach(record -> needed.add(record.id()));
                    return needed;
                });
    }
}
