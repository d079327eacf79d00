package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.patch.ManagedFields;
import io.jenkins.plugins.consistentbackup.embedded.api.rules.ObjectRules;
import io.jenkins.plugins.consistentbackup.embedded.api.rules.RuleBook;
import java.util.List;
import java.util.UUID;

/** What happens to an object that is new. */
final class Creation {

    private static final List<String> GIVEN_BY_SERVER = List.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "selfLink",
            "managedFields");

    private final Ledger ledger;
    private final RuleBook rules;

    Creation(Ledger ledger, RuleBook rules) {
        this.ledger = ledger;
        this.rules = rules;
    }

    /** @param operation {@code Update} or {@code Apply}: how the creator manages the fields it sets */
    ObjectNode create(ResourceType type, String namespace, ObjectNode wanted, WriteContext context, String operation) {
        requireType(type, wanted);
        ObjectNode object = wanted.deepCopy();
        Metadata metadata = Metadata.of(object);
        if (!metadata.resourceVersion().isEmpty()) {
            throw ApiException.badRequest("resourceVersion should not be set on objects to be created");
        }
        metadata.node().remove(GIVEN_BY_SERVER);
        placeIn(type, namespace, metadata);
        Names.complete(type, metadata);
        if (ledger.table().get(type, namespace, metadata.name()) != null) {
            throw ApiException.alreadyExists(type, metadata.name());
        }
        if (type.hasStatus()) {
            object.remove("status");
        }
        ManagedFields.record(object, context.manager(), operation, ledger.now());
        ObjectRules ofType = rules.of(type);
        ofType.complete(object);
        ofType.begin(object);
        ofType.whyInvalid(object).ifPresent(problem -> {
            throw ApiException.invalid(type, metadata.name(), problem);
        });
        identify(type, metadata);
        if (!context.dryRun()) {
            ledger.add(type, object);
        }
        return object;
    }

    static void requireType(ResourceType type, ObjectNode object) {
        String apiVersion = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        if (!apiVersion.equals(type.apiVersion()) || !kind.equals(type.kind())) {
            throw ApiException.badRequest("the API version in the data (" + apiVersion + ", kind " + kind
                    + ") does not match the expected API version (" + type.apiVersion() + ", kind " + type.kind()
                    + ")");
        }
    }

    private void placeIn(ResourceType type, String namespace, Metadata metadata) {
        if (!type.namespaced()) {
            metadata.node().remove("namespace");
            return;
        }
        if (!metadata.namespace().isEmpty() && !metadata.namespace().equals(namespace)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        metadata.node().put("namespace", namespace);
        ObjectNode home = ledger.require(ResourceType.NAMESPACE, "", namespace);
        if (Metadata.of(home).isBeingDeleted()) {
            throw ApiException.forbidden(
                    type,
                    metadata.name(),
                    "unable to create new content in namespace " + namespace + " because it is being terminated");
        }
    }

    private void identify(ResourceType type, Metadata metadata) {
        metadata.node()
                .put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", ledger.now().toString());
        if (type.hasGeneration()) {
            metadata.node().put("generation", 1);
        }
    }
}
