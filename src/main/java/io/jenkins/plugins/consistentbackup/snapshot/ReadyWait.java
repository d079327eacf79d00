package io.jenkins.plugins.consistentbackup.snapshot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Waits for cuts to become ready, and proves that they are what was cut. */
final class ReadyWait {
    private final Cluster cluster;
    private final String namespace;
    private final SetId set;
    private final List<Cut> cuts;
    private final Profile profile;
    private volatile List<String> notReady;

    ReadyWait(
            final Cluster cluster,
            final String namespace,
            final SetId set,
            final List<Cut> cuts,
            final Profile profile) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.set = set;
        this.cuts = List.copyOf(cuts);
        this.profile = profile;
        notReady = cuts.stream().map(Cut::claim).toList();
    }

    CompletableFuture<List<ReadySnapshot>> run(final Duration limit) {
        return Futures.all(cuts.stream().map(this::labelMember).toList())
                .thenCompose(labelled -> cluster.feed(Kind.SNAPSHOTS, namespace))
                .thenCompose(feed -> watch(feed, limit))
                .thenCompose(this::prove);
    }

    /** The storage names the members of a group and does not give them the group's labels. */
    private CompletableFuture<Optional<VolumeSnapshot>> labelMember(final Cut cut) {
        if (cut.groupSnapshot().isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata").put("uid", cut.uid());
        metadata.putObject("labels").put(Labels.SET, set.toString()).put(Labels.ROLE, Labels.ROLE_SNAPSHOT);
        metadata.putObject("annotations").put(Labels.CLAIM_UID, cut.claimUid());
        return cluster.patch(Kind.SNAPSHOTS, namespace, cut.snapshot(), patch).thenApply(Optional::of);
    }

    private CompletableFuture<List<SnapshotFacts>> watch(final Feed<VolumeSnapshot> feed, final Duration limit) {
        String waitingFor = cuts.size() + " snapshots of set " + namespace + "/" + set + " to be ready";
        return feed.until(this::look, limit, waitingFor)
                .whenComplete((ready, failure) -> feed.close())
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(explained(Futures.cause(failure), limit)));
    }

    private Optional<List<SnapshotFacts>> look(final Map<String, VolumeSnapshot> snapshots) {
        List<String> waiting = new ArrayList<>();
        List<SnapshotFacts> ready = new ArrayList<>();
        for (Cut cut : cuts) {
            Optional<SnapshotFacts> seen =
                    Optional.ofNullable(snapshots.get(cut.snapshot())).map(SnapshotFacts::of);
            if (ReadyDecision.ready(seen, cut)) {
                ready.add(seen.orElseThrow());
            } else {
                waiting.add(cut.claim());
            }
        }
        notReady = waiting;
        return waiting.isEmpty() ? Optional.of(ready) : Optional.empty();
    }

    private CompletableFuture<List<ReadySnapshot>> prove(final List<SnapshotFacts> ready) {
        List<CompletableFuture<ReadySnapshot>> proofs = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            SnapshotFacts snapshot = ready.get(i);
            proofs.add(
                    profile == Profile.NAMESPACE
                            ? CompletableFuture.completedFuture(ContentProof.oneWay(snapshot, cut))
                            : cluster.get(Kind.SNAPSHOT_CONTENTS, null, cut.content())
                                    .thenApply(content -> ContentProof.bothWays(namespace, snapshot, cut, content)));
        }
        return Futures.all(proofs);
    }

    private Throwable explained(final Throwable failure, final Duration limit) {
        if (failure instanceof ClusterException e && e.reason() == ClusterException.Reason.TIMEOUT) {
            return new SnapshotException(
                    "not ready within " + limit.toSeconds() + " s: the snapshots of claims "
                            + String.join(", ", notReady) + " of namespace " + namespace + " (" + notReady.size()
                            + " of " + cuts.size() + "); the storage may still be copying: allow it more time",
                    e);
        }
        return failure;
    }
}
