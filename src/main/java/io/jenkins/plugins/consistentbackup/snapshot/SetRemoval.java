package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.catalog.GroupSnapshots;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Removes what there is of a set until nothing is left of it. A cut whose request was lost, or which the storage made
 * late, may show up while this works: it goes too.
 */
final class SetRemoval {
    /** After a deletion that was refused, before it is asked for again. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final Executor later;
    private final String namespace;
    private final SetId set;
    private final long start = System.nanoTime();
    private final Duration limit;
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    /** Uids of the set's group snapshots: their members may not carry the set's label yet. */
    private final Set<String> groups = ConcurrentHashMap.newKeySet();

    /** Snapshots of the set that are there; the members of a group go with their group. */
    private record Remaining(List<SnapshotFacts> all, List<SnapshotFacts> toAskFor) {}

    /** @param later runs a task after {@link #PAUSE} */
    SetRemoval(
            final Cluster cluster,
            final Executor later,
            final String namespace,
            final SetId set,
            final Duration limit) {
        this.cluster = cluster;
        this.later = later;
        this.namespace = namespace;
        this.set = set;
        this.limit = limit;
    }

    /** @return what is left and why, one line for each object */
    CompletableFuture<List<String>> run() {
        return removeGroups()
                .thenCompose(leftGroups -> cluster.feed(Kind.SNAPSHOTS, namespace)
                        .thenCompose(feed -> removeSnapshots(feed).whenComplete((left, failure) -> feed.close()))
                        .thenApply(left -> concat(leftGroups, left)));
    }

    private CompletableFuture<List<String>> removeGroups() {
        return GroupSnapshots.list(cluster, namespace, Labels.ofSet(set))
                .thenCompose(found -> Futures.all(found.objects().stream()
                        .map(group -> ask(found.kind().orElseThrow(), group))
                        .toList()))
                .thenApply(answers -> answers.stream().flatMap(Optional::stream).toList());
    }

    private CompletableFuture<List<String>> removeSnapshots(final Feed<VolumeSnapshot> feed) {
        Duration left = limit.minusNanos(System.nanoTime() - start);
        return feed.until(this::look, left, "snapshots of set " + namespace + "/" + set + " to be gone")
                .thenCompose(remaining -> remaining.all().isEmpty()
                        ? CompletableFuture.completedFuture(List.<String>of())
                        : askForAll(feed, remaining.toAskFor()))
                .exceptionallyCompose(
                        failure -> Futures.cause(failure) instanceof ClusterException e && e.reason() == Reason.TIMEOUT
                                ? CompletableFuture.completedFuture(report(feed))
                                : CompletableFuture.failedFuture(Futures.cause(failure)));
    }

    /** Ends the wait when nothing is left, or when there is something whose deletion nobody has asked for. */
    private Optional<Remaining> look(final Map<String, VolumeSnapshot> snapshots) {
        List<SnapshotFacts> all = ofSet(snapshots);
        List<SnapshotFacts> toAskFor = all.stream()
                .filter(snapshot -> !snapshot.deleted() && snapshot.group().isEmpty() && !isMember(snapshot))
                .toList();
        return all.isEmpty() || !toAskFor.isEmpty() ? Optional.of(new Remaining(all, toAskFor)) : Optional.empty();
    }

    private CompletableFuture<List<String>> askForAll(
            final Feed<VolumeSnapshot> feed, final List<SnapshotFacts> snapshots) {
        return Futures.all(snapshots.stream().map(this::ask).toList())
                .thenCompose(answers -> {
                    boolean refused = answers.stream().anyMatch(Optional::isPresent);
                    return refused ? CompletableFuture.runAsync(() -> {}, later) : awaitAnswered(feed, snapshots);
                })
                .thenCompose(nothing -> removeSnapshots(feed));
    }

    /** Until the watch shows what was asked for: else the same deletions would be asked for again. */
    private CompletableFuture<Void> awaitAnswered(
            final Feed<VolumeSnapshot> feed, final List<SnapshotFacts> snapshots) {
        List<String> uids = snapshots.stream().map(SnapshotFacts::uid).toList();
        return feed.<Boolean>until(
                        seen -> ofSet(seen).stream()
                                        .noneMatch(snapshot -> !snapshot.deleted() && uids.contains(snapshot.uid()))
                                ? Optional.of(true)
                                : Optional.empty(),
                        limit.minusNanos(System.nanoTime() - start),
                        "deletions in set " + namespace + "/" + set)
                .thenAccept(done -> {});
    }

    private CompletableFuture<Optional<String>> ask(final SnapshotFacts snapshot) {
        return cluster.delete(Kind.SNAPSHOTS, namespace, snapshot.name(), snapshot.uid())
                .handle((was, failure) -> {
                    refusals.remove(snapshot.name());
                    Optional<String> why = refusal(failure);
                    why.ifPresent(reason -> refusals.put(snapshot.name(), reason));
                    return why;
                });
    }

    private <T extends HasMetadata> CompletableFuture<Optional<String>> ask(final Kind<T> kind, final T group) {
        String name = group.getMetadata().getName();
        groups.add(group.getMetadata().getUid());
        return cluster.delete(kind, namespace, name, group.getMetadata().getUid())
                .handle((was, failure) ->
                        refusal(failure).map(why -> "group snapshot " + namespace + "/" + name + ": " + why));
    }

    /** Why a deletion was refused; nothing when it was not, or when another object has the name by now. */
    private static Optional<String> refusal(final Throwable failure) {
        if (failure == null || Futures.cause(failure) instanceof ClusterException e && e.reason() == Reason.CONFLICT) {
            return Optional.empty();
        }
        return Optional.of(String.valueOf(Futures.cause(failure).getMessage()));
    }

    private List<SnapshotFacts> ofSet(final Map<String, VolumeSnapshot> snapshots) {
        return snapshots.values().stream()
                .map(SnapshotFacts::of)
                .filter(snapshot -> set.toString().equals(snapshot.labels().get(Labels.SET)) || isMember(snapshot))
                .toList();
    }

    private boolean isMember(final SnapshotFacts snapshot) {
        return snapshot.groupUids().stream().anyMatch(groups::contains);
    }

    private List<String> report(final Feed<VolumeSnapshot> feed) {
        return ofSet(feed.objects()).stream()
                .map(snapshot -> "snapshot " + namespace + "/" + snapshot.name() + ": "
                        + refusals.getOrDefault(
                                snapshot.name(),
                                (snapshot.deleted()
                                                ? "its deletion was asked for, but the storage has not finished it"
                                                : "it came too late to be deleted within " + limit.toSeconds() + " s")
                                        + snapshot.error()
                                                .map(error -> " (" + error + ")")
                                                .orElse("")))
                .toList();
    }

    private static List<String> concat(final List<String> first, final List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
