package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.patch.ManagedFields;
import io.jenkins.plugins.consistentbackup.embedded.api.rules.RuleBook;
import java.util.List;
import java.util.Objects;

/** What happens to an object that is written again, wholly or in part. */
final class Replacement {

    /** Which part of the object the writer may change. */
    enum Part {
        /** All but the status. */
        MAIN,
        STATUS,
        /** All; for controllers of the embedded cluster, which no rule hinders. */
        EVERYTHING
    }

    private static final List<String> KEPT = List.of(
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "generateName",
            "resourceVersion");

    private final Ledger ledger;
    private final RuleBook rules;

    Replacement(Ledger ledger, RuleBook rules) {
        this.ledger = ledger;
        this.rules = rules;
    }

    /** A write as PUT does it. */
    ObjectNode update(ResourceType type, ObjectNode current, ObjectNode wanted, Part part, WriteContext context) {
        ObjectNode object = merged(type, current, wanted, part);
        if (sameBut(current, object, List.of("managedFields"))) {
            return current;
        }
        ManagedFields.recordChange(
                current, object, context.manager(), part == Part.STATUS ? "status" : "", ledger.now());
        return write(type, current, object, part, context);
    }

    /** A write whose managed fields the caller has already worked out. */
    ObjectNode applied(ResourceType type, ObjectNode current, ObjectNode wanted, Part part, WriteContext context) {
        ObjectNode object = merged(type, current, wanted, part);
        Metadata.of(object)
                .node()
                .set("managedFields", Metadata.of(wanted).node().get("managedFields"));
        return sameBut(current, object, List.of()) ? current : write(type, current, object, part, context);
    }

    private ObjectNode merged(ResourceType type, ObjectNode current, ObjectNode wanted, Part part) {
        checkIdentity(type, current, wanted);
        ObjectNode object = wanted.deepCopy();
        object.put("apiVersion", current.path("apiVersion").asText());
        if (part == Part.STATUS) {
            object = current.deepCopy();
            copyField("status", wanted, object);
        } else if (part == Part.MAIN && type.hasStatus()) {
            copyField("status", current, object);
        }
        ObjectNode metadata = Metadata.of(object).node();
        ObjectNode before = Metadata.of(current).node();
        KEPT.forEach(field -> copyField(field, before, metadata));
        copyField("managedFields", before, metadata);
        if (part == Part.MAIN) {
            rules.of(type).complete(object);
        }
        return object;
    }

    private static void copyField(String name, ObjectNode from, ObjectNode to) {
        JsonNode value = from.get(name);
        if (value == null) {
            to.remove(name);
        } else {
            to.set(name, value.deepCopy());
        }
    }

    private void checkIdentity(ResourceType type, ObjectNode current, ObjectNode wanted) {
        Metadata given = Metadata.of(wanted);
        Metadata is = Metadata.of(current);
        if (given.resourceVersion().isEmpty()) {
            if (!rules.of(type).allowsUnconditionalUpdate()) {
                throw ApiException.invalid(
                        type, is.name(), "metadata.resourceVersion: Invalid value: 0: must be specified for an update");
            }
        } else if (!given.resourceVersion().equals(is.resourceVersion())) {
            throw ApiException.modified(type, is.name());
        }
        if (!given.uid().isEmpty() && !given.uid().equals(is.uid())) {
            throw ApiException.conflict(
                    type,
                    is.name(),
                    "Precondition failed: UID in precondition: " + given.uid() + ", UID in object meta: " + is.uid());
        }
    }

    private ObjectNode write(
            ResourceType type, ObjectNode current, ObjectNode object, Part part, WriteContext context) {
        Metadata metadata = Metadata.of(object);
        if (part != Part.EVERYTHING) {
            requireNoNewFinalizers(type, current, metadata);
            rules.of(type)
                    .whyNotChangeable(current, object)
                    .or(() -> rules.of(type).whyInvalid(object))
                    .ifPresent(problem -> {
                        throw ApiException.invalid(type, metadata.name(), problem);
                    });
        }
        if (type.hasGeneration() && specificationChanged(type, current, object)) {
            metadata.node().put("generation", metadata.node().path("generation").asLong() + 1);
        }
        if (context.dryRun()) {
            return object;
        }
        if (isDone(metadata) && !Deletion.holdsContent(type)) {
            ledger.remove(type, current, object);
        } else {
            ledger.replace(type, current, object);
        }
        return object;
    }

    /** Nobody waits for it any more: ShouldDeleteDuringUpdate in k8s.io/apiserver pkg/registry/generic/registry. */
    private static boolean isDone(Metadata metadata) {
        return metadata.isBeingDeleted()
                && metadata.finalizers().isEmpty()
                && metadata.node().path("deletionGracePeriodSeconds").asLong() == 0;
    }

    private static void requireNoNewFinalizers(ResourceType type, ObjectNode current, Metadata metadata) {
        if (!metadata.isBeingDeleted()) {
            return;
        }
        List<String> added = metadata.finalizers();
        added.removeAll(Metadata.of(current).finalizers());
        if (!added.isEmpty()) {
            throw ApiException.invalid(
                    type,
                    metadata.name(),
                    "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted,"
                            + " found new finalizers " + added);
        }
    }

    private static boolean specificationChanged(ResourceType type, ObjectNode current, ObjectNode object) {
        if (current.has("spec") || object.has("spec")) {
            return !Objects.equals(current.get("spec"), object.get("spec"));
        }
        return !withoutAll(current, List.of("metadata", "status"))
                .equals(withoutAll(object, List.of("metadata", "status")));
    }

    private static boolean sameBut(ObjectNode one, ObjectNode other, List<String> ignoredMetadata) {
        if (!withoutAll(one, List.of("metadata")).equals(withoutAll(other, List.of("metadata")))) {
            return false;
        }
        return withoutAll(Metadata.of(one).node(), ignoredMetadata)
                .equals(withoutAll(Metadata.of(other).node(), ignoredMetadata));
    }

    private static ObjectNode withoutAll(ObjectNode object, List<String> fields) {
        ObjectNode rest = object.objectNode();
        rest.setAll(object);
        return rest.remove(fields);
    }
}
