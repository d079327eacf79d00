package io.jenkins.plugins.consistentbackup.catalog;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Creation;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** The backup sets of a cluster. Futures fail with {@link CatalogException} or {@link ClusterException}. */
public final class Catalog {
    private static final int LONGEST_REASON = 1000;
    private static final Map<String, String> MANIFESTS = Map.of(Labels.ROLE, Labels.ROLE_MANIFEST);
    private static final Map<String, String> SNAPSHOTS = Map.of(Labels.ROLE, Labels.ROLE_SNAPSHOT);

    private final Cluster cluster;
    private final SetSnapshots snapshots;

    public Catalog(final Cluster cluster, final SetSnapshots snapshots) {
        this.cluster = cluster;
        this.snapshots = snapshots;
    }

    /**
     * Writes the manifest of a set, whose snapshots must all be ready by now: from here on the set exists for a
     * restore. Idempotent: a manifest that is already there and equal counts as written.
     */
    public CompletableFuture<Void> commit(final Manifest manifest) {
        ConfigMap map;
        try {
            map = StoredManifest.of(manifest);
        } catch (CatalogException e) {
            return CompletableFuture.failedFuture(e);
        }
        return Creation.of(cluster, Kind.CONFIG_MAPS, map, found -> StoredManifest.sameContent(map, found))
                .handle((written, failure) -> {
                    if (failure != null) {
                        throw uncommitted(manifest, Futures.cause(failure));
                    }
                    return null;
                });
    }

    /** A set, in whatever state; or nothing when no object carries this id. */
    public CompletableFuture<Optional<BackupSet>> find(final String namespace, final SetId id) {
        return manifestOf(namespace, id)
                .thenCombine(cluster.list(Kind.SNAPSHOTS, namespace, Labels.ofSet(id)), (manifest, found) -> {
                    boolean unknown = manifest.isEmpty() && found.isEmpty();
                    return unknown ? Optional.empty() : Optional.of(SetReading.of(namespace, id, manifest, found));
                });
    }

    /** The sets of a namespace in whatever state, oldest first. */
    public CompletableFuture<List<BackupSet>> list(final String namespace) {
        return cluster.list(Kind.CONFIG_MAPS, namespace, MANIFESTS)
                .thenCombine(
                        cluster.list(Kind.SNAPSHOTS, namespace, SNAPSHOTS),
                        (manifests, found) -> sets(namespace, manifests, found));
    }

    private static List<BackupSet> sets(
            final String namespace, final List<ConfigMap> manifests, final List<VolumeSnapshot> found) {
        Map<Optional<SetId>, List<VolumeSnapshot>> snapshotsById =
                found.stream().collect(groupingBy(SetReading::idOf));
        Map<SetId, ConfigMap> manifestById = new HashMap<>();
        manifests.forEach(map -> SetReading.idOf(map)
                .filter(id -> id.manifestName().equals(map.getMetadata().getName()))
                .ifPresent(id -> manifestById.put(id, map)));
        TreeSet<SetId> ids = new TreeSet<>(manifestById.keySet());
        snapshotsById.keySet().forEach(id -> id.ifPresent(ids::add));
        return ids.stream()
                .map(id -> SetReading.of(
                        namespace,
                        id,
                        Optional.ofNullable(manifestById.get(id)),
                        snapshotsById.getOrDefault(Optional.of(id), List.of())))
                .sorted(Comparator.comparing(BackupSet::created).thenComparing(BackupSet::id))
                .toList();
    }

    /** Marks what there is of a set, so that nobody takes it for good. */
    public CompletableFuture<Void> markFailed(final String namespace, final SetId id, final String reason) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.putObject("labels").put(Labels.FAILED, "true");
        metadata.putObject("annotations")
                .put(Labels.FAILED_BECAUSE, reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
        return manifestOf(namespace, id)
                .thenCombine(cluster.list(Kind.SNAPSHOTS, namespace, Labels.ofSet(id)), (manifest, found) -> {
                    List<CompletableFuture<?>> marks = new ArrayList<>();
                    manifest.ifPresent(map -> marks.add(patch(Kind.CONFIG_MAPS, map, patch)));
                    found.forEach(snapshot -> marks.add(patch(Kind.SNAPSHOTS, snapshot, patch)));
                    return CompletableFuture.allOf(marks.toArray(CompletableFuture[]::new));
                })
                .thenCompose(marked -> marked);
    }

    /** Keeps retention away from a set, or lets it have it again. */
    public CompletableFuture<Void> pin(final String namespace, final SetId id, final boolean pinned) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").putObject("labels").put(Labels.PINNED, pinned ? "true" : null);
        return manifestOf(namespace, id)
                .thenCompose(found -> found.map(map -> patch(Kind.CONFIG_MAPS, map, patch))
                        .orElseGet(() -> CompletableFuture.failedFuture(new CatalogException("namespace " + namespace
                                + " has no complete backup set " + id + " that could be pinned; list the sets to see"
                                + " what there is"))))
                .thenAccept(map -> {});
    }

    /**
     * Removes a set, pinned or not: the manifest first, so that it does not count any more, then its snapshots.
     *
     * @return what could not be removed and why, one line for each object; empty when nothing of the set is left
     */
    public CompletableFuture<List<String>> delete(final String namespace, final SetId id) {
        return manifestOf(namespace, id)
                .thenCompose(found ->
                        found.map(this::deleteManifest).orElseGet(() -> CompletableFuture.completedFuture(false)))
                .thenCompose(gone -> snapshots.remove(namespace, id));
    }

    /** A lost answer is settled by asking again, which is safe: it can only ever delete this very object. */
    private CompletableFuture<Boolean> deleteManifest(final ConfigMap map) {
        return delete(map)
                .exceptionallyCompose(failure -> Futures.cause(failure) instanceof ClusterException e
                                && (e.reason() == Reason.LOST || e.reason() == Reason.TIMEOUT)
                        ? delete(map)
                        : CompletableFuture.failedFuture(Futures.cause(failure)));
    }

    private CompletableFuture<Boolean> delete(final ConfigMap map) {
        var meta = map.getMetadata();
        return cluster.delete(Kind.CONFIG_MAPS, meta.getNamespace(), meta.getName(), meta.getUid());
    }

    private CompletableFuture<Optional<ConfigMap>> manifestOf(final String namespace, final SetId id) {
        return cluster.get(Kind.CONFIG_MAPS, namespace, id.manifestName());
    }

    private <T extends HasMetadata> CompletableFuture<T> patch(
            final Kind<T> kind, final T object, final ObjectNode patch) {
        ObjectNode exact = patch.deepCopy();
        exact.withObject("metadata").put("uid", object.getMetadata().getUid());
        return cluster.patch(
                kind, object.getMetadata().getNamespace(), object.getMetadata().getName(), exact);
    }

    private static CatalogException uncommitted(final Manifest manifest, final Throwable failure) {
        String what = "the manifest of set " + manifest.namespace() + "/" + manifest.id() + " could not be written: ";
        boolean taken = failure instanceof ClusterException e && e.reason() == Reason.ALREADY_EXISTS;
        return new CatalogException(
                what
                        + (taken
                                ? "there is already a ConfigMap "
                                        + manifest.id().manifestName() + " with other content"
                                : failure.getMessage()),
                failure);
    }
}
