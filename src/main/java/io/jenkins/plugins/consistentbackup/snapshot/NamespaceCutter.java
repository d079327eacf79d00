package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.snapshot.CutRequest.GroupWay;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A cutter whose watches already stand. */
final class NamespaceCutter implements Cutter {
    private final Cluster cluster;
    private final Clock clock;
    private final String namespace;
    private final SetId set;
    private final Feed<VolumeSnapshot> snapshots;
    private final Optional<Feed<GenericKubernetesResource>> groups;

    private NamespaceCutter(
            final Cluster cluster,
            final Clock clock,
            final String namespace,
            final SetId set,
            final Feed<VolumeSnapshot> snapshots,
            final Optional<Feed<GenericKubernetesResource>> groups) {
        this.cluster = cluster;
        this.clock = clock;
        this.namespace = namespace;
        this.set = set;
        this.snapshots = snapshots;
        this.groups = groups;
    }

    static CompletableFuture<Cutter> open(
            final Cluster cluster,
            final Clock clock,
            final String namespace,
            final SetId set,
            final Optional<String> groupVersion) {
        return cluster.feed(Kind.SNAPSHOTS, namespace)
                .thenCompose(snapshots -> groupFeed(cluster, namespace, groupVersion)
                        .whenComplete((groups, failure) -> {
                            if (failure != null) {
                                snapshots.close();
                            }
                        })
                        .thenApply(groups -> new NamespaceCutter(cluster, clock, namespace, set, snapshots, groups)));
    }

    private static CompletableFuture<Optional<Feed<GenericKubernetesResource>>> groupFeed(
            final Cluster cluster, final String namespace, final Optional<String> version) {
        return version.map(
                        served -> cluster.feed(GroupCut.kind(served), namespace).thenApply(Optional::of))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    @Override
    public CompletableFuture<List<Cut>> cut(final CutRequest request) {
        requireDistinct(request);
        return request.group()
                .map(way -> group(request, way))
                .orElseGet(() -> new IndividualCut(cluster, clock, namespace, set, request).run(snapshots));
    }

    private CompletableFuture<List<Cut>> group(final CutRequest request, final GroupWay way) {
        Feed<GenericKubernetesResource> feed = groups.orElseThrow(() -> new IllegalStateException(
                "the cutter was not opened for group snapshots, but group " + request.cutGroup() + " wants one"));
        return new GroupCut(cluster, clock, namespace, set, request, way).run(feed, snapshots);
    }

    private static void requireDistinct(final CutRequest request) {
        Set<String> names = new HashSet<>();
        Set<String> claims = new HashSet<>();
        for (VolumeCut volume : request.volumes()) {
            if (!names.add(volume.snapshot()) || !claims.add(volume.claim())) {
                throw new IllegalArgumentException("cut group " + request.cutGroup() + " has claim " + volume.claim()
                        + " or snapshot " + volume.snapshot() + " twice");
            }
        }
    }

    @Override
    public void close() {
        snapshots.close();
        groups.ifPresent(Feed::close);
    }
}
