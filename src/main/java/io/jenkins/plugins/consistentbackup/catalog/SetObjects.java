package io.jenkins.plugins.consistentbackup.catalog;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is of a set.
 *
 * @param manifest the ConfigMap of its manifest
 * @param snapshots all snapshots that carry its id
 * @param groups all group snapshots that carry its id
 */
record SetObjects(
        Optional<ConfigMap> manifest, List<VolumeSnapshot> snapshots, List<GenericKubernetesResource> groups) {

    boolean nothing() {
        return all().findAny().isEmpty();
    }

    /** The manifest first. */
    Stream<HasMetadata> all() {
        return Stream.of(manifest.stream(), snapshots.stream(), groups.stream()).flatMap(some -> some);
    }
}
