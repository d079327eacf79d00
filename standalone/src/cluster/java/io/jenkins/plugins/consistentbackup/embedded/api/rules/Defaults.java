package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in fields that are not there. */
final class Defaults {

    private Defaults() {}

    static void put(ObjectNode object, String field, String value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    static void put(ObjectNode object, String field, long value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    /** The object in this field, made if it is not there. */
    static ObjectNode object(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode there ? there : parent.putObject(field);
    }

    /** The first status of a new object, which has none of its own. */
    static void phase(ObjectNode object, String phase) {
        put(object(object, "status"), "phase", phase);
    }
}
