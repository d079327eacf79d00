package io.jenkins.plugins.consistentbackup.embedded.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/** The fields that one manager set in one way. The set of fields may be changed. */
record ManagedEntry(
        String manager, String operation, String subresource, String apiVersion, Instant time, Set<FieldPath> fields) {

    boolean isOf(String otherManager, String otherOperation, String otherSubresource) {
        return manager.equals(otherManager) && operation.equals(otherOperation) && subresource.equals(otherSubresource);
    }

    static ManagedEntry read(JsonNode entry) {
        Set<FieldPath> fields = new HashSet<>();
        readFields(FieldPath.ROOT, entry.path("fieldsV1"), fields);
        return new ManagedEntry(
                entry.path("manager").asText(),
                entry.path("operation").asText(),
                entry.path("subresource").asText(""),
                entry.path("apiVersion").asText(),
                Instant.parse(entry.path("time").asText()),
                fields);
    }

    private static void readFields(FieldPath path, JsonNode node, Set<FieldPath> fields) {
        if (node.isEmpty()) {
            fields.add(path);
        } else {
            node.properties().forEach(step -> readFields(path.then(step.getKey()), step.getValue(), fields));
        }
    }

    ObjectNode write(ObjectNode factory) {
        ObjectNode entry = factory.objectNode()
                .put("manager", manager)
                .put("operation", operation)
                .put("apiVersion", apiVersion)
                .put("time", time.toString())
                .put("fieldsType", "FieldsV1");
        ObjectNode root = entry.putObject("fieldsV1");
        fields.stream()
                .sorted(Comparator.comparing(FieldPath::toString))
                .forEach(path -> path.steps().stream().reduce(root, ManagedEntry::child, (left, right) -> right));
        if (!subresource.isEmpty()) {
            entry.put("subresource", subresource);
        }
        return entry;
    }

    private static ObjectNode child(ObjectNode node, String step) {
        return node.get(step) instanceof ObjectNode there ? there : node.putObject(step);
    }

    /** As conflicts name it (printManager in k8s.io/apimachinery pkg/util/managedfields/internal/conflict.go). */
    String describe() {
        String text = "\"" + manager + "\"";
        if (!subresource.isEmpty()) {
            text += " with subresource \"" + subresource + "\"";
        }
        return operation.equals(ManagedFields.UPDATE) ? text + " using " + apiVersion : text;
    }
}
