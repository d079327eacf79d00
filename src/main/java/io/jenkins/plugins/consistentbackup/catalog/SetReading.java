package io.jenkins.plugins.consistentbackup.catalog;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet.State;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the objects of a set say about it. */
final class SetReading {
    private SetReading() {}

    /**
     * Judges a set by its objects, of which there must be one at least.
     *
     * @param keys whose manifests are trusted
     */
    static BackupSet of(final String namespace, final SetId id, final SetObjects objects, final ManifestKeys keys) {
        Optional<ConfigMap> manifest = objects.manifest();
        List<VolumeSnapshot> snapshots = objects.snapshots();
        Optional<Manifest> content = Optional.empty();
        State state = State.COMMITTED;
        String reason = "";
        try {
            content = manifest.map(map -> StoredManifest.read(map, keys));
        } catch (CatalogException e) {
            state = State.DAMAGED;
            reason = e.getMessage();
        }
        Optional<String> failure = failure(objects);
        if (failure.isPresent()) {
            state = State.FAILED;
            reason = failure.get();
        } else if (manifest.isEmpty() || isGoing(manifest.get())) {
            state = State.INCOMPLETE;
            reason = manifest.isEmpty()
                    ? "it has no manifest: its backup is still running, or died before it was complete"
                    : "it is being deleted";
        } else if (content.isPresent()) {
            Optional<String> damage = damage(content.get(), snapshots);
            state = damage.isPresent() ? State.DAMAGED : State.COMMITTED;
            reason = damage.orElse("");
        }
        return new BackupSet(
                namespace,
                id,
                state,
                reason,
                created(objects),
                manifest.map(map -> hasLabel(map, Labels.PINNED)).orElse(false),
                snapshots.stream().map(SetReading::name).sorted().toList(),
                content);
    }

    /** Whose set an object is; empty when its label is none that this product writes. */
    static Optional<SetId> idOf(final HasMetadata object) {
        return Optional.ofNullable(labels(object).get(Labels.SET)).flatMap(SetId::read);
    }

    private static Optional<String> failure(final SetObjects objects) {
        return objects.all()
                .filter(object -> hasLabel(object, Labels.FAILED))
                .map(object -> annotations(object).getOrDefault(Labels.FAILED_BECAUSE, "marked as failed"))
                .findFirst();
    }

    /** What of the manifest's snapshots is not there as the manifest says. */
    private static Optional<String> damage(final Manifest manifest, final List<VolumeSnapshot> snapshots) {
        Map<String, VolumeSnapshot> byName =
                snapshots.stream().collect(Collectors.toMap(SetReading::name, Function.identity()));
        List<String> bad = manifest.volumes().stream()
                .map(volume ->
                        damage(volume.snapshot(), byName.get(volume.snapshot().name())))
                .flatMap(Optional::stream)
                .toList();
        return bad.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", bad));
    }

    private static Optional<String> damage(final SavedVolume.Snapshot saved, final VolumeSnapshot found) {
        if (found == null) {
            return Optional.of("its snapshot " + saved.name() + " is gone or lost its label");
        }
        if (!saved.uid().equals(found.getMetadata().getUid())) {
            return Optional.of("its snapshot " + saved.name() + " was replaced by another one of the same name");
        }
        if (isGoing(found)) {
            return Optional.of("its snapshot " + saved.name() + " is being deleted");
        }
        String content = found.getStatus() == null ? null : found.getStatus().getBoundVolumeSnapshotContentName();
        if (!saved.boundContent().equals(content)) {
            return Optional.of(
                    "its snapshot " + saved.name() + " is not bound to content " + saved.boundContent() + " any more");
        }
        return Boolean.TRUE.equals(found.getStatus().getReadyToUse())
                ? Optional.empty()
                : Optional.of("its snapshot " + saved.name() + " is not ready any more");
    }

    private static Instant created(final SetObjects objects) {
        return objects.manifest()
                .map(SetReading::created)
                .or(() -> objects.all().map(SetReading::created).min(Instant::compareTo))
                .orElse(Instant.EPOCH);
    }

    private static Instant created(final HasMetadata object) {
        String time = object.getMetadata().getCreationTimestamp();
        return time == null ? Instant.EPOCH : OffsetDateTime.parse(time).toInstant();
    }

    /** Whether its deletion has begun. */
    static boolean isGoing(final HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    private static boolean hasLabel(final HasMetadata object, final String label) {
        return "true".equals(labels(object).get(label));
    }

    private static Map<String, String> labels(final HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    private static Map<String, String> annotations(final HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    private static String name(final VolumeSnapshot snapshot) {
        return snapshot.getMetadata().getName();
    }
}
