package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.patch.Patch;
import io.jenkins.plugins.consistentbackup.embedded.api.store.Applied;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.store.Deleted;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectList;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;

/** Reads and writes of objects and their status. */
final class ResourceEndpoint {

    static final String JSON_PATCH = "application/json-patch+json";
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
    static final String APPLY_PATCH = "application/apply-patch+yaml";

    private final ObjectStore store;
    private final ListEndpoint lists;

    ResourceEndpoint(ObjectStore store) {
        this.store = store;
        this.lists = new ListEndpoint(store);
    }

    Answer answer(ApiCall call) {
        requireNamespaceForOne(call);
        return switch (call.verb()) {
            case "get" -> Answer.json(200, read(call));
            case "list" -> lists.answer(call);
            case "create" -> create(call);
            case "update" -> update(call);
            case "patch" -> patch(call);
            case "delete" -> delete(call);
            case "deletecollection" -> deleteAll(call);
            default -> throw ApiException.methodNotAllowed();
        };
    }

    private static void requireNamespaceForOne(ApiCall call) {
        RequestTarget target = call.target();
        boolean everywhere = target.type().namespaced() && target.namespace() == null;
        if (everywhere && !call.verb().equals("list")) {
            throw ApiException.methodNotAllowed();
        }
    }

    private static boolean isStatus(ApiCall call) {
        return call.target().subresource().equals("status");
    }

    private ObjectNode read(ApiCall call) {
        RequestTarget target = call.target();
        return store.getShared(target.type(), target.namespace(), target.name());
    }

    private Answer create(ApiCall call) {
        if (call.target().name() != null) {
            throw ApiException.methodNotAllowed();
        }
        ObjectNode object = withType(call.bodyObject(), call.target().type());
        return Answer.json(
                201, store.create(call.target().type(), call.target().namespace(), object, call.writeContext()));
    }

    /** Objects may leave out of which type they are: the path says it. */
    private static ObjectNode withType(ObjectNode object, ResourceType type) {
        if (object.path("apiVersion").asText("").isEmpty()) {
            object.put("apiVersion", type.apiVersion());
        }
        if (object.path("kind").asText("").isEmpty()) {
            object.put("kind", type.kind());
        }
        return object;
    }

    private Answer update(ApiCall call) {
        RequestTarget target = call.target();
        ObjectNode object = withType(call.bodyObject(), target.type());
        Metadata metadata = Metadata.of(object);
        if (target.name() == null || !metadata.name().equals(target.name())) {
            throw ApiException.badRequest("the name of the object (" + metadata.name()
                    + ") does not match the name on the URL (" + target.name() + ")");
        }
        if (!metadata.namespace().isEmpty() && !metadata.namespace().equals(target.namespace())) {
            throw ApiException.badRequest("the namespace of the object (" + metadata.namespace()
                    + ") does not match the namespace on the URL (" + target.namespace() + ")");
        }
        return Answer.json(
                200,
                isStatus(call)
                        ? store.updateStatus(target.type(), target.namespace(), object, call.writeContext())
                        : store.update(target.type(), target.namespace(), object, call.writeContext()));
    }

    private Answer patch(ApiCall call) {
        if (call.target().name() == null) {
            throw ApiException.methodNotAllowed();
        }
        if (call.contentType().equals(APPLY_PATCH)) {
            return apply(call);
        }
        RequestTarget target = call.target();
        return Answer.json(
                200,
                store.patch(
                        target.type(),
                        target.namespace(),
                        target.name(),
                        patchOf(call),
                        isStatus(call),
                        call.writeContext()));
    }

    static Patch patchOf(ApiCall call) {
        JsonNode body = Json.read(call.body(), call.contentType());
        boolean custom = isCustom(call.target().type());
        return switch (call.contentType()) {
            case JSON_PATCH -> Patch.json(body);
            case MERGE_PATCH -> Patch.merge(body);
            case STRATEGIC_PATCH -> {
                if (custom) {
                    throw unknownPatch(true);
                }
                yield Patch.strategic(body);
            }
            default -> throw unknownPatch(custom);
        };
    }

    /** Custom types know no strategic merge patch; snapshots are custom types in every cluster. */
    private static boolean isCustom(ResourceType type) {
        boolean builtIn = !type.group().contains(".") || type.group().endsWith(".k8s.io");
        return !builtIn || type.group().contains("snapshot.storage.k8s.io");
    }

    private static ApiException unknownPatch(boolean custom) {
        String known = JSON_PATCH + ", " + MERGE_PATCH + ", " + APPLY_PATCH;
        return ApiException.unsupportedMediaType(custom ? known : known + ", " + STRATEGIC_PATCH);
    }

    private Answer apply(ApiCall call) {
        if (call.parameter("fieldManager") == null) {
            throw ApiException.badRequest(
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }
        RequestTarget target = call.target();
        Applied applied = store.apply(
                target.type(),
                target.namespace(),
                target.name(),
                withType(call.bodyObject(), target.type()),
                call.flag("force"),
                isStatus(call),
                call.writeContext());
        return Answer.json(applied.created() ? 201 : 200, applied.object());
    }

    private Answer delete(ApiCall call) {
        RequestTarget target = call.target();
        if (!target.subresource().isEmpty()) {
            throw ApiException.methodNotAllowed();
        }
        Deleted deleted = store.delete(target.type(), target.namespace(), target.name(), DeleteRequest.options(call));
        boolean answersObject = !deleted.gone() || target.type().equals(ResourceType.POD);
        return Answer.json(200, answersObject ? deleted.object() : DeleteRequest.success(target, deleted.object()));
    }

    private Answer deleteAll(ApiCall call) {
        RequestTarget target = call.target();
        DeleteOptions options = DeleteRequest.options(call);
        ObjectList all = store.snapshot(target.type(), target.namespace(), call.selector());
        for (ObjectNode object : all.objects()) {
            Metadata metadata = Metadata.of(object);
            deleteIfThere(target.type(), metadata, options.withUid(metadata.uid()));
        }
        return Answer.json(200, ListEndpoint.listOf(target.type(), all.objects(), all.resourceVersion()));
    }

    private void deleteIfThere(ResourceType type, Metadata metadata, DeleteOptions options) {
        try {
            store.delete(type, metadata.namespace(), metadata.name(), options);
        } catch (ApiException e) {
            // Another one was faster, or has put a new object in its place.
            if (e.code() != 404 && e.code() != 409) {
                throw e;
            }
        }
    }
}
