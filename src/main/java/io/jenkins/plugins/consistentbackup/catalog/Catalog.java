package io.jenkins.plugins.consistentbackup.catalog;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Creation;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
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
    private final ManifestKeys keys;

    public Catalog(final Cluster cluster, final SetSnapshots snapshots) {
        this(cluster, snapshots, ManifestKeys.NONE);
    }

    private Catalog(final Cluster cluster, final SetSnapshots snapshots, final ManifestKeys keys) {
        this.cluster = cluster;
        this.snapshots = snapshots;
        this.keys = keys;
    }

    /** The same, with manifests signed by these keys, and none but such trusted. */
    public Catalog withKeys(final ManifestKeys others) {
        return new Catalog(cluster, snapshots, others);
    }

    /**
     * Writes the manifest of a set, whose snapshots must all be ready by now: from here on the set exists for a
     * restore. Idempotent: a manifest that is already there and equal counts as written.
     */
    public CompletableFuture<Void> commit(final Manifest manifest) {
        ConfigMap map;
        try {
            map = StoredManifest.of(manifest, keys);
        } catch (CatalogException e) {
            return CompletableFuture.failedFuture(e);
        }
        return Creation.of(cluster, Kind.CONFIG_MAPS, map, found -> StoredManifest.holds(found, manifest, keys))
                .handle((written, failure) -> {
                    if (failure != null) {
                        throw uncommitted(manifest, Futures.cause(failure));
                    }
                    return null;
                });
    }

    /** A set, in whatever state; or nothing when no object carries this id. */
    public CompletableFuture<Optional<BackupSet>> find(final String namespace, final SetId id) {
        return objectsOf(namespace, id)
                .thenApply(objects -> objects.nothing()
                        ? Optional.empty()
                        : Optional.of(SetReading.of(namespace, id, objects, keys)));
    }

    /** The sets of a namespace in whatever state, oldest first. */
    public CompletableFuture<List<BackupSet>> list(final String namespace) {
        CompletableFuture<List<ConfigMap>> manifests = cluster.list(Kind.CONFIG_MAPS, namespace, MANIFESTS);
        CompletableFuture<List<VolumeSnapshot>> found = cluster.list(Kind.SNAPSHOTS, namespace, SNAPSHOTS);
        CompletableFuture<GroupSnapshots> groups = GroupSnapshots.list(cluster, namespace, SNAPSHOTS);
        return CompletableFuture.allOf(manifests, found, groups)
                .thenApply(nothing -> sets(
                        namespace, manifests.join(), found.join(), groups.join().objects()));
    }

    private List<BackupSet> sets(
            final String namespace,
            final List<ConfigMap> manifests,
            final List<VolumeSnapshot> found,
            final List<GenericKubernetesResource> foundGroups) {
        Map<SetId, ConfigMap> manifestById = new HashMap<>();
        manifests.forEach(map -> SetReading.idOf(map)
                .filter(id -> id.manifestName().equals(map.getMetadata().getName()))
                .ifPresent(id -> manifestById.put(id, map)));
        Map<SetId, List<VolumeSnapshot>> snapshotsById = bySet(found);
        Map<SetId, List<GenericKubernetesResource>> groupsById = bySet(foundGroups);
        TreeSet<SetId> ids = new TreeSet<>(manifestById.keySet());
        ids.addAll(snapshotsById.keySet());
        ids.addAll(groupsById.keySet());
        return ids.stream()
                .map(id -> SetReading.of(
                        namespace,
                        id,
                        new SetObjects(
                                Optional.ofNullable(manifestById.get(id)),
                                snapshotsById.getOrDefault(id, List.of()),
                                groupsById.getOrDefault(id, List.of())),
                        keys))
                .sorted(BackupSet.OLDEST_FIRST)
                .toList();
    }

    /** Without those that are nobody's. */
    private static <T extends HasMetadata> Map<SetId, List<T>> bySet(final List<T> objects) {
        return objects.stream()
                .filter(object -> SetReading.idOf(object).isPresent())
                .collect(groupingBy(object -> SetReading.idOf(object).orElseThrow()));
    }

    /** Marks what there is of a set, so that nobody takes it for good. */
    public CompletableFuture<Void> markFailed(final String namespace, final SetId id, final String reason) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.putObject("labels").put(Labels.FAILED, "true");
        metadata.putObject("annotations")
                .put(Labels.FAILED_BECAUSE, reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
        Map<String, String> ofSet = Labels.ofSet(id);
        CompletableFuture<Void> manifest = manifestOf(namespace, id)
                .thenCompose(found -> patchAll(Kind.CONFIG_MAPS, found.stream().toList(), patch));
        CompletableFuture<Void> cuts = cluster.list(Kind.SNAPSHOTS, namespace, ofSet)
                .thenCompose(found -> patchAll(Kind.SNAPSHOTS, found, patch));
        CompletableFuture<Void> groups = GroupSnapshots.list(cluster, namespace, ofSet)
                .thenCompose(found -> found.kind()
                        .map(kind -> patchAll(kind, found.objects(), patch))
                        .orElseGet(() -> CompletableFuture.completedFuture(null)));
        return CompletableFuture.allOf(manifest, cuts, groups);
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
                .thenCompose(found -> deleteManifest(namespace, id.manifestName(), found))
                .thenCompose(gone -> snapshots.remove(namespace, id));
    }

    /**
     * A proxy that does not reach its API server says as well that nothing is there, and snapshots must not go on its word
     * alone: what was not seen is deleted all the same, and what was not deleted is looked at once more.
     */
    private CompletableFuture<Void> deleteManifest(
            final String namespace, final String name, final Optional<ConfigMap> seen) {
        String uid = seen.map(map -> map.getMetadata().getUid()).orElse(null);
        return cluster.delete(Kind.CONFIG_MAPS, namespace, name, uid)
                // A lost answer is settled by asking again, which is safe: no other set ever has this name.
                .exceptionallyCompose(failure -> Futures.cause(failure) instanceof ClusterException e
                                && (e.reason() == Reason.LOST || e.reason() == Reason.TIMEOUT)
                        ? cluster.delete(Kind.CONFIG_MAPS, namespace, name, uid)
                        : CompletableFuture.failedFuture(Futures.cause(failure)))
                .thenCompose(deleted -> deleted || seen.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : requireGone(namespace, name));
    }

    private CompletableFuture<Void> requireGone(final String namespace, final String name) {
        return cluster.get(Kind.CONFIG_MAPS, namespace, name).thenAccept(found -> {
            if (found.filter(map -> !SetReading.isGoing(map)).isPresent()) {
                throw new CatalogException("the API server said that there is no manifest " + name + " in namespace "
                        + namespace + " when it was to be deleted, and shows it: nothing of the set was removed; remove"
                        + " it again");
            }
        });
    }

    private CompletableFuture<SetObjects> objectsOf(final String namespace, final SetId id) {
        CompletableFuture<Optional<ConfigMap>> manifest = manifestOf(namespace, id);
        CompletableFuture<List<VolumeSnapshot>> found = cluster.list(Kind.SNAPSHOTS, namespace, Labels.ofSet(id));
        CompletableFuture<GroupSnapshots> groups = GroupSnapshots.list(cluster, namespace, Labels.ofSet(id));
        return CompletableFuture.allOf(manifest, found, groups)
                .thenApply(nothing -> new SetObjects(
                        manifest.join(), found.join(), groups.join().objects()));
    }

    private CompletableFuture<Optional<ConfigMap>> manifestOf(final String namespace, final SetId id) {
        return cluster.get(Kind.CONFIG_MAPS, namespace, id.manifestName());
    }

    private <T extends HasMetadata> CompletableFuture<Void> patchAll(
            final Kind<T> kind, final List<T> objects, final ObjectNode patch) {
        return CompletableFuture.allOf(
                objects.stream().map(object -> patch(kind, object, patch)).toArray(CompletableFuture[]::new));
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
