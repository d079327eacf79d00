package io.jenkins.plugins.consistentbackup.embedded.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;

/** Namespace (empty where there is none) and name of an object whose type is known. */
public record ObjectKey(String namespace, String name) {

    public static ObjectKey of(ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        return new ObjectKey(metadata.namespace(), metadata.name());
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
