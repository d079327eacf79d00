package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/** Compares parts of an object before and after a change. */
final class Unchangeable {

    private Unchangeable() {}

    /** Whether the value at this JSON pointer is another one. */
    static boolean changed(ObjectNode before, ObjectNode after, String pointer) {
        return !before.at(pointer).equals(after.at(pointer));
    }

    /** Whether the value at this JSON pointer was there before and is another one. */
    static boolean changedOnceSet(ObjectNode before, ObjectNode after, String pointer) {
        JsonNode old = before.at(pointer);
        return !old.isMissingNode() && !old.isNull() && !old.equals(after.at(pointer));
    }

    /** Whether the specifications differ in anything but these fields. */
    static boolean specChangedBut(ObjectNode before, ObjectNode after, Collection<String> fields) {
        return !without(before.path("spec"), fields).equals(without(after.path("spec"), fields));
    }

    private static JsonNode without(JsonNode spec, Collection<String> fields) {
        return spec instanceof ObjectNode object ? object.deepCopy().without(fields) : MissingNode.getInstance();
    }
}
