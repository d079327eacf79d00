package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** VolumeSnapshotContents and VolumeGroupSnapshotContents, by their CRDs in kubernetes-csi/external-snapshotter. */
final class SnapshotContentRules implements ObjectRules {

    private static final Set<String> DELETION_POLICIES = Set.of("Delete", "Retain");

    private final String reference;
    private final List<String> sources;

    private SnapshotContentRules(String reference, List<String> sources) {
        this.reference = reference;
        this.sources = sources;
    }

    static SnapshotContentRules ofVolumes() {
        return new SnapshotContentRules("volumeSnapshotRef", List.of("volumeHandle", "snapshotHandle"));
    }

    static SnapshotContentRules ofGroups() {
        return new SnapshotContentRules("volumeGroupSnapshotRef", List.of("volumeHandles", "groupSnapshotHandles"));
    }

    @Override
    public Optional<String> whyInvalid(ObjectNode content) {
        JsonNode spec = content.path("spec");
        for (String field : List.of("deletionPolicy", "driver", "source", reference)) {
            if (!spec.hasNonNull(field)) {
                return Optional.of("spec." + field + ": Required value");
            }
        }
        String policy = spec.path("deletionPolicy").asText();
        if (!DELETION_POLICIES.contains(policy)) {
            return Optional.of("spec.deletionPolicy: Unsupported value: \"" + policy
                    + "\": supported values: \"Delete\", \"Retain\"");
        }
        long given = sources.stream().filter(spec.path("source")::has).count();
        if (given != 1) {
            return Optional.of("spec.source: Invalid value: \"object\": exactly one of " + String.join(" and ", sources)
                    + " must be set");
        }
        JsonNode bound = spec.path(reference);
        return bound.path("name").asText("").isEmpty()
                        || bound.path("namespace").asText("").isEmpty()
                ? Optional.of("spec." + reference + ": Invalid value: \"object\": both spec." + reference
                        + ".name and spec." + reference + ".namespace must be set")
                : Optional.empty();
    }

    @Override
    public Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        return sources.stream()
                .filter(source -> Unchangeable.changed(before, after, "/spec/source/" + source))
                .findFirst()
                .map(source -> "spec.source." + source + ": Invalid value: \"string\": " + source + " is immutable");
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }
}
