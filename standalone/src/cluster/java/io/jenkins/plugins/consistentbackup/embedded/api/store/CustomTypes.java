package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/** Types that CustomResourceDefinitions add. A definition of a built-in type changes nothing. */
final class CustomTypes {

    private CustomTypes() {}

    static void follow(ResourceType type, ObjectNode definition, ResourceTypes types) {
        if (type.equals(ResourceType.CUSTOM_RESOURCE_DEFINITION)) {
            for (JsonNode version : definition.path("spec").path("versions")) {
                ResourceType custom = read(definition.path("spec"), version);
                if (!version.path("served").asBoolean()) {
                    types.stopServing(custom);
                } else if (types.find(custom.group(), custom.version(), custom.plural())
                        .isEmpty()) {
                    types.serve(custom);
                }
            }
        }
    }

    static void forget(ResourceType type, ObjectNode definition, ResourceTypes types) {
        if (type.equals(ResourceType.CUSTOM_RESOURCE_DEFINITION)) {
            definition
                    .path("spec")
                    .path("versions")
                    .forEach(version -> types.stopServing(read(definition.path("spec"), version)));
        }
    }

    private static ResourceType read(JsonNode spec, JsonNode version) {
        JsonNode names = spec.path("names");
        List<String> shortNames = new ArrayList<>();
        names.path("shortNames").forEach(name -> shortNames.add(name.asText()));
        return new ResourceType(
                spec.path("group").asText(),
                version.path("name").asText(),
                names.path("plural").asText(),
                names.path("kind").asText(),
                spec.path("scope").asText().equals("Namespaced"),
                version.path("subresources").has("status"),
                true,
                false,
                shortNames);
    }
}
