package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * VolumeSnapshots and VolumeGroupSnapshots: the source is one of two, and stays. The rules are those of the CRDs in
 * https://github.com/kubernetes-csi/external-snapshotter/tree/master/client/config/crd.
 */
final class SnapshotRules implements ObjectRules {

    private final String fromLive;
    private final String fromContent;
    private final String className;

    private SnapshotRules(String fromLive, String fromContent, String className) {
        this.fromLive = fromLive;
        this.fromContent = fromContent;
        this.className = className;
    }

    static SnapshotRules ofVolumes() {
        return new SnapshotRules("persistentVolumeClaimName", "volumeSnapshotContentName", "volumeSnapshotClassName");
    }

    static SnapshotRules ofGroups() {
        return new SnapshotRules("selector", "volumeGroupSnapshotContentName", "volumeGroupSnapshotClassName");
    }

    @Override
    public Optional<String> whyInvalid(ObjectNode snapshot) {
        JsonNode source = snapshot.at("/spec/source");
        if (!source.isObject()) {
            return Optional.of("spec.source: Required value");
        }
        if (source.has(fromLive) == source.has(fromContent)) {
            return Optional.of("spec.source: Invalid value: \"object\": exactly one of " + fromContent + " and "
                    + fromLive + " must be set");
        }
        JsonNode name = snapshot.path("spec").path(className);
        return name.isTextual() && name.asText().isEmpty()
                ? Optional.of("spec." + className + ": Invalid value: \"string\": " + className
                        + " must not be the empty string when set")
                : Optional.empty();
    }

    @Override
    public Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        for (String field : List.of(fromLive, fromContent)) {
            String pointer = "/spec/source/" + field;
            if (!before.at(pointer).isMissingNode() && after.at(pointer).isMissingNode()) {
                return Optional.of("spec.source: Invalid value: \"object\": " + field + " is required once set");
            }
            if (Unchangeable.changedOnceSet(before, after, pointer)) {
                return Optional.of("spec.source." + field + ": Invalid value: "
                        + (before.at(pointer).isObject() ? "\"object\"" : "\"string\"") + ": " + field
                        + " is immutable");
            }
        }
        return Optional.empty();
    }

    /** As for all custom types. */
    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }
}
