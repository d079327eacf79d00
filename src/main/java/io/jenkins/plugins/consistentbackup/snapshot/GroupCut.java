package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.Creation;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.snapshot.CutRequest.GroupWay;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One VolumeGroupSnapshot for all claims that carry the cut group's label. */
final class GroupCut {
    private final Cluster cluster;
    private final Clock clock;
    private final String namespace;
    private final SetId set;
    private final CutRequest request;
    private final GroupWay way;
    private final String name;
    private final String attempt = UUID.randomUUID().toString();
    private final Moment requested;

    /** The group as it was seen to be cut. */
    private record SeenGroup(String uid, Moment observed) {}

    GroupCut(
            final Cluster cluster,
            final Clock clock,
            final String namespace,
            final SetId set,
            final CutRequest request,
            final GroupWay way) {
        this.cluster = cluster;
        this.clock = clock;
        this.namespace = namespace;
        this.set = set;
        this.request = request;
        this.way = way;
        name = set.snapshotName(request.cutGroup());
        requested = Moment.now(clock);
    }

    /** The kind of group snapshots in a version of their API. */
    static Kind<GenericKubernetesResource> kind(final String version) {
        return Kind.groupSnapshot(version, "volumegroupsnapshots", true);
    }

    /** Sends the request and waits for the watches to show the group cut, and every claim as a member of it. */
    CompletableFuture<List<Cut>> run(
            final Feed<GenericKubernetesResource> groups, final Feed<VolumeSnapshot> snapshots) {
        CompletableFuture<List<Cut>> result = new CompletableFuture<>();
        Creation.of(
                        cluster,
                        kind(way.version()),
                        groupSnapshot(),
                        found -> GroupFacts.of(found).attempt().equals(attempt))
                .whenComplete((created, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure("could not be created: ", Futures.cause(failure)));
                    }
                });
        CompletableFuture<SeenGroup> cut = groups.until(this::look, request.limit(), "group snapshot " + name);
        cut.thenCompose(group -> members(snapshots, group)).whenComplete((cuts, failure) -> {
            if (failure == null) {
                result.complete(cuts);
            } else {
                result.completeExceptionally(failure("was not cut: ", Futures.cause(failure)));
            }
        });
        return result.whenComplete((cuts, failure) -> cut.cancel(false));
    }

    private Optional<SeenGroup> look(final Map<String, GenericKubernetesResource> groups) {
        GenericKubernetesResource seen = groups.get(name);
        if (seen == null) {
            return Optional.empty();
        }
        CutDecision decision = GroupFacts.of(seen).decide(attempt);
        if (decision instanceof CutDecision.Failed failed) {
            throw new SnapshotException(failed.why());
        }
        return decision instanceof CutDecision.Seen
                ? Optional.of(new SeenGroup(seen.getMetadata().getUid(), Moment.now(clock)))
                : Optional.empty();
    }

    private CompletableFuture<List<Cut>> members(final Feed<VolumeSnapshot> snapshots, final SeenGroup group) {
        List<String> claims = request.volumes().stream().map(VolumeCut::claim).toList();
        Duration left = request.limit().minusNanos(System.nanoTime() - requested.nanos());
        return snapshots.until(
                seen -> GroupMembers.find(
                                seen.values().stream().map(SnapshotFacts::of).toList(), name, group.uid(), claims)
                        .map(members -> cuts(members, group)),
                left,
                "the members of group snapshot " + name + " (claims " + String.join(", ", claims) + ")");
    }

    private List<Cut> cuts(final Map<String, SnapshotFacts> members, final SeenGroup group) {
        return request.volumes().stream()
                .map(volume -> cut(volume, members.get(volume.claim()), group))
                .toList();
    }

    private Cut cut(final VolumeCut volume, final SnapshotFacts member, final SeenGroup group) {
        return new Cut(
                member.name(),
                member.uid(),
                name,
                volume.claim(),
                volume.claimUid(),
                volume.volumeHandle(),
                member.content(),
                member.created().orElseThrow(),
                requested,
                group.observed());
    }

    private GenericKubernetesResource groupSnapshot() {
        Map<String, Object> spec = new LinkedHashMap<>();
        if (!way.groupClass().isEmpty()) {
            spec.put("volumeGroupSnapshotClassName", way.groupClass());
        }
        String label = Labels.cutGroup(set, request.cutGroup());
        spec.put("source", Map.of("selector", Map.of("matchLabels", Map.of(Labels.CUT_GROUP, label))));
        GenericKubernetesResource group = new GenericKubernetesResource();
        group.setApiVersion(kind(way.version()).apiVersion());
        group.setKind("VolumeGroupSnapshot");
        group.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels(Labels.SET, set.toString())
                .addToLabels(Labels.ROLE, Labels.ROLE_SNAPSHOT)
                .addToLabels(Labels.CUT_GROUP, label)
                .addToAnnotations(Labels.CUT_ATTEMPT, attempt)
                .build());
        group.setAdditionalProperty("spec", spec);
        return group;
    }

    private RuntimeException failure(final String what, final Throwable failure) {
        if (failure instanceof ClusterException || failure instanceof SnapshotException) {
            return new SnapshotException(
                    "group snapshot " + namespace + "/" + name + " " + what + failure.getMessage(), failure);
        }
        return failure instanceof RuntimeException e ? e : new SnapshotException(String.valueOf(failure), failure);
    }
}
