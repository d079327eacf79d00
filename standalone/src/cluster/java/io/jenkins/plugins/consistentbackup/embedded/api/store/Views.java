package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;

/** Stored objects as the versions of their type show them; the versions that are modelled differ in nothing else. */
final class Views {

    private Views() {}

    /** The object itself where it is in this version already; else one that shares its content: not to be changed. */
    static ObjectNode inVersion(ResourceType type, ObjectNode object) {
        if (object.path("apiVersion").asText().equals(type.apiVersion())) {
            return object;
        }
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.setAll(object);
        return view.put("apiVersion", type.apiVersion());
    }

    /** A copy of its own, for a caller who may change it. */
    static ObjectNode copy(ResourceType type, ObjectNode object) {
        return object.deepCopy().put("apiVersion", type.apiVersion());
    }
}
