package io.jenkins.plugins.consistentbackup.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.store.WriteContext;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Applies manifests to a store. */
final class Manifests {
    private static final ObjectReader YAML = new YAMLMapper().readerFor(JsonNode.class);

    private final ObjectStore store;

    Manifests(ObjectStore store) {
        this.store = store;
    }

    void apply(String yaml) {
        try (MappingIterator<JsonNode> documents = YAML.readValues(yaml)) {
            while (documents.hasNextValue()) {
                if (documents.nextValue() instanceof ObjectNode object) {
                    apply(object);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read manifest: " + e.getMessage(), e);
        }
    }

    private void apply(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        ResourceType type = store.types()
                .ofKind(apiVersion, kind)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the embedded cluster has no kind \"" + kind + "\" in version \"" + apiVersion + "\""));
        Metadata metadata = Metadata.of(object);
        String namespace =
                !type.namespaced() ? null : metadata.namespace().isEmpty() ? "default" : metadata.namespace();
        store.apply(type, namespace, metadata.name(), object, true, false, WriteContext.of("embedded-cluster"));
    }
}
