package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** ConfigMaps and Secrets (ValidateConfigMapUpdate, ValidateSecretUpdate in pkg/apis/core/validation/validation.go). */
final class ConfigurationRules implements ObjectRules {

    private static final List<String> CONTENT = List.of("data", "binaryData");

    /** MaxSecretSize, for both. */
    private static final long LARGEST_BYTES = 1024 * 1024;

    private final boolean secret;

    ConfigurationRules(boolean secret) {
        this.secret = secret;
    }

    @Override
    public void complete(ObjectNode object) {
        if (!secret) {
            return;
        }
        Defaults.put(object, "type", "Opaque");
        JsonNode plain = object.remove("stringData");
        if (plain != null && plain.isObject()) {
            ObjectNode data = Defaults.object(object, "data");
            plain.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Override
    public Optional<String> whyInvalid(ObjectNode object) {
        long bytes = 0;
        for (String field : CONTENT) {
            for (JsonNode value : object.path(field)) {
                if (!value.isTextual()) {
                    return Optional.of(field + ": Invalid value: " + value + ": must be a string");
                }
                bytes += value.asText().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return bytes > LARGEST_BYTES
                ? Optional.of((secret ? "data" : "") + ": Too long: may not be more than " + LARGEST_BYTES + " bytes")
                : Optional.empty();
    }

    @Override
    public Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        if (secret && Unchangeable.changed(before, after, "/type")) {
            return Optional.of("type: Invalid value: " + after.path("type") + ": field is immutable");
        }
        if (!before.path("immutable").asBoolean()) {
            return Optional.empty();
        }
        if (!after.path("immutable").asBoolean()) {
            return Optional.of("immutable: Forbidden: field is immutable when `immutable` is set");
        }
        return CONTENT.stream()
                .filter(field -> Unchangeable.changed(before, after, "/" + field))
                .findFirst()
                .map(field -> field + ": Forbidden: field is immutable when `immutable` is set");
    }
}
