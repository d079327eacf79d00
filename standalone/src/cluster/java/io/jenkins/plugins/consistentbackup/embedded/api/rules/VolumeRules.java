package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** PersistentVolumes (ValidatePersistentVolume and …Update in pkg/apis/core/validation/validation.go). */
final class VolumeRules implements ObjectRules {

    private static final String PROTECTION = "kubernetes.io/pv-protection";
    private static final Set<String> RECLAIM_POLICIES = Set.of("Retain", "Delete", "Recycle");
    private static final List<String> SOURCES = List.of("csi", "hostPath", "local", "nfs");

    private final boolean storageProtection;

    VolumeRules(boolean storageProtection) {
        this.storageProtection = storageProtection;
    }

    @Override
    public void begin(ObjectNode volume) {
        Defaults.phase(volume, "Pending");
        if (storageProtection) {
            Metadata.of(volume).addFinalizer(PROTECTION);
        }
    }

    @Override
    public void complete(ObjectNode volume) {
        ObjectNode spec = Defaults.object(volume, "spec");
        Defaults.put(spec, "persistentVolumeReclaimPolicy", "Retain");
        Defaults.put(spec, "volumeMode", "Filesystem");
        if (spec.get("claimRef") instanceof ObjectNode claim) {
            Defaults.put(claim, "kind", "PersistentVolumeClaim");
            Defaults.put(claim, "apiVersion", "v1");
        }
    }

    @Override
    public Optional<String> whyInvalid(ObjectNode volume) {
        JsonNode spec = volume.path("spec");
        if (spec.path("accessModes").isEmpty()) {
            return Optional.of("spec.accessModes: Required value");
        }
        if (spec.path("capacity").isEmpty()) {
            return Optional.of("spec.capacity: Required value");
        }
        if (SOURCES.stream().noneMatch(spec::hasNonNull)) {
            return Optional.of("spec: Required value: must specify a volume type");
        }
        String policy = spec.path("persistentVolumeReclaimPolicy").asText();
        if (!RECLAIM_POLICIES.contains(policy)) {
            return Optional.of("spec.persistentVolumeReclaimPolicy: Unsupported value: \"" + policy
                    + "\": supported values: \"Delete\", \"Recycle\", \"Retain\"");
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        if (SOURCES.stream().anyMatch(source -> Unchangeable.changed(before, after, "/spec/" + source))) {
            return Optional.of("spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable"
                    + " after creation");
        }
        if (Unchangeable.changed(before, after, "/spec/volumeMode")) {
            return Optional.of(
                    "spec.volumeMode: Invalid value: " + after.at("/spec/volumeMode") + ": field is immutable");
        }
        return Unchangeable.changedOnceSet(before, after, "/spec/nodeAffinity")
                ? Optional.of("spec.nodeAffinity: Invalid value: " + after.at("/spec/nodeAffinity")
                        + ": field is immutable, except for updating from beta label to GA")
                : Optional.empty();
    }
}
