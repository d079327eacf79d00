package io.jenkins.plugins.consistentbackup.embedded.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code metadata.managedFields}: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management. */
public final class ManagedFields {

    public static final String UPDATE = "Update";
    public static final String APPLY = "Apply";

    private final List<ManagedEntry> entries = new ArrayList<>();

    private ManagedFields() {}

    static ManagedFields read(ObjectNode object) {
        ManagedFields managed = new ManagedFields();
        for (JsonNode entry : Metadata.of(object).node().path("managedFields")) {
            managed.entries.add(ManagedEntry.read(entry));
        }
        return managed;
    }

    void write(ObjectNode object) {
        ArrayNode array = object.arrayNode();
        entries.stream().filter(entry -> !entry.fields().isEmpty()).forEach(entry -> array.add(entry.write(object)));
        if (array.isEmpty()) {
            Metadata.of(object).node().remove("managedFields");
        } else {
            Metadata.of(object).node().set("managedFields", array);
        }
    }

    List<ManagedEntry> entries() {
        return entries;
    }

    /** All fields of a new object are its creator's. */
    public static void record(ObjectNode object, String manager, String operation, Instant now) {
        ManagedFields managed = new ManagedFields();
        Set<FieldPath> fields = new HashSet<>(Leaves.of(object).keySet());
        managed.entries.add(new ManagedEntry(
                manager, operation, "", object.path("apiVersion").asText(), now, fields));
        managed.write(object);
    }

    /** The fields that an update changed become its writer's alone; those it removed are nobody's. */
    public static void recordChange(
            ObjectNode before, ObjectNode after, String manager, String subresource, Instant now) {
        Map<FieldPath, JsonNode> old = Leaves.of(before);
        Map<FieldPath, JsonNode> leaves = Leaves.of(after);
        Set<FieldPath> changed = new HashSet<>();
        leaves.forEach((path, value) -> {
            if (!value.equals(old.get(path))) {
                changed.add(path);
            }
        });
        ManagedFields managed = read(after);
        for (ManagedEntry entry : managed.entries) {
            entry.fields().retainAll(leaves.keySet());
            if (!entry.isOf(manager, UPDATE, subresource)) {
                entry.fields().removeAll(changed);
            }
        }
        if (!changed.isEmpty()) {
            managed.entryOf(manager, UPDATE, subresource, after, now).fields().addAll(changed);
        }
        managed.write(after);
    }

    private ManagedEntry entryOf(String manager, String operation, String subresource, ObjectNode object, Instant now) {
        Set<FieldPath> fields = new HashSet<>();
        entries.removeIf(entry -> entry.isOf(manager, operation, subresource) && fields.addAll(entry.fields()));
        ManagedEntry entry = new ManagedEntry(
                manager, operation, subresource, object.path("apiVersion").asText(), now, fields);
        entries.add(entry);
        return entry;
    }
}
