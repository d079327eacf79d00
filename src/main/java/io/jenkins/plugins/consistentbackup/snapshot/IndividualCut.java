package io.jenkins.plugins.consistentbackup.snapshot;

import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.Creation;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One VolumeSnapshot for each claim, all requested at once. */
final class IndividualCut {
    private final Cluster cluster;
    private final Clock clock;
    private final String namespace;
    private final SetId set;
    private final CutRequest request;
    private final String attempt = UUID.randomUUID().toString();

    IndividualCut(
            final Cluster cluster,
            final Clock clock,
            final String namespace,
            final SetId set,
            final CutRequest request) {
        this.cluster = cluster;
        this.clock = clock;
        this.namespace = namespace;
        this.set = set;
        this.request = request;
    }

    /**
     * Sends the requests and waits for the watch to show the cuts. The answers matter only when they are refusals: what
     * the watch shows and carries this attempt was made by them, whether or not they have arrived.
     */
    CompletableFuture<List<Cut>> run(final Feed<VolumeSnapshot> feed) {
        CutWatch watch = new CutWatch(namespace, request.volumes(), attempt, Moment.now(clock), clock);
        CompletableFuture<List<Cut>> result = new CompletableFuture<>();
        request.volumes()
                .forEach(volume -> create(volume).whenComplete((created, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(refused(volume, Futures.cause(failure)));
                    }
                }));
        CompletableFuture<List<Cut>> seen = feed.until(watch::look, request.limit(), waitingFor());
        seen.whenComplete((cuts, failure) -> {
            if (failure == null) {
                result.complete(cuts);
            } else {
                result.completeExceptionally(explained(Futures.cause(failure), watch));
            }
        });
        return result.whenComplete((cuts, failure) -> seen.cancel(false));
    }

    private CompletableFuture<VolumeSnapshot> create(final VolumeCut volume) {
        return Creation.of(
                cluster,
                Kind.SNAPSHOTS,
                snapshot(volume),
                found -> SnapshotFacts.of(found).attempt().equals(attempt));
    }

    private VolumeSnapshot snapshot(final VolumeCut volume) {
        return new VolumeSnapshotBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(volume.snapshot())
                .addToLabels(Labels.SET, set.toString())
                .addToLabels(Labels.ROLE, Labels.ROLE_SNAPSHOT)
                .addToLabels(Labels.CUT_GROUP, Labels.cutGroup(set, request.cutGroup()))
                .addToAnnotations(volume.annotations())
                .addToAnnotations(Labels.CLAIM_UID, volume.claimUid())
                .addToAnnotations(Labels.CUT_ATTEMPT, attempt)
                .endMetadata()
                .withNewSpec()
                .withVolumeSnapshotClassName(volume.snapshotClass().isEmpty() ? null : volume.snapshotClass())
                .withNewSource()
                .withPersistentVolumeClaimName(volume.claim())
                .endSource()
                .endSpec()
                .build();
    }

    private String waitingFor() {
        return request.volumes().size() + " cuts of group " + request.cutGroup() + " of set " + namespace + "/" + set;
    }

    private SnapshotException refused(final VolumeCut volume, final Throwable failure) {
        return new SnapshotException(
                "snapshot " + namespace + "/" + volume.snapshot() + " of claim " + volume.claim()
                        + " could not be created: " + failure.getMessage(),
                failure);
    }

    private RuntimeException explained(final Throwable failure, final CutWatch watch) {
        if (failure instanceof ClusterException e && e.reason() == ClusterException.Reason.TIMEOUT) {
            return new SnapshotException(
                    "not cut within " + request.limit().toMillis() + " ms: claims " + String.join(", ", watch.missing())
                            + " of namespace " + namespace + " ("
                            + watch.missing().size() + " of "
                            + request.volumes().size() + "); the driver or the snapshot controller is too slow for"
                            + " this limit, or not running",
                    e);
        }
        return failure instanceof RuntimeException e ? e : new SnapshotException(String.valueOf(failure), failure);
    }
}
