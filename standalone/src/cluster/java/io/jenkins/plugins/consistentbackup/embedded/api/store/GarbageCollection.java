package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions.Propagation;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What becomes of objects whose owners go: https://kubernetes.io/docs/concepts/architecture/garbage-collection/. Works
 * asynchronously, as the controller manager does.
 */
final class GarbageCollection {

    /** An object with its type, which it says of itself. */
    private record Typed(ResourceType type, ObjectNode object) {
        Metadata metadata() {
            return Metadata.of(object);
        }
    }

    private final ObjectStore store;

    GarbageCollection(ObjectStore store) {
        this.store = store;
    }

    void start() {
        store.watchEverything(this::onChange);
    }

    private void onChange(ChangeEvent event) {
        Typed changed = new Typed(event.type(), event.object());
        if (event.kind() == ChangeEvent.Kind.DELETED) {
            dependents(changed.metadata().uid()).forEach(dependent -> release(dependent, changed));
            owners(changed).forEach(this::finishForeground);
            return;
        }
        List<String> finalizers = changed.metadata().finalizers();
        if (changed.metadata().isBeingDeleted() && finalizers.contains(Deletion.ORPHAN)) {
            dependents(changed.metadata().uid())
                    .forEach(dependent -> disown(dependent, changed.metadata().uid()));
            removeFinalizer(changed, Deletion.ORPHAN);
        } else if (changed.metadata().isBeingDeleted() && finalizers.contains(Deletion.FOREGROUND)) {
            dependents(changed.metadata().uid()).forEach(this::deleteForeground);
            finishForeground(changed);
        } else if (event.kind() == ChangeEvent.Kind.ADDED) {
            collectIfAbandoned(changed);
        }
    }

    private List<Typed> dependents(String ownerUid) {
        return store.types().distinct().stream()
                .flatMap(type -> store.snapshot(type, null, Selector.everything()).objects().stream()
                        .filter(object -> Metadata.of(object).isOwnedBy(ownerUid))
                        .map(object -> new Typed(type, object)))
                .toList();
    }

    private List<Typed> owners(Typed object) {
        return object.metadata().ownerUids().stream()
                .map(store::withUid)
                .flatMap(Optional::stream)
                .flatMap(owner -> store
                        .types()
                        .ofKind(
                                owner.path("apiVersion").asText(),
                                owner.path("kind").asText())
                        .map(type -> new Typed(type, owner))
                        .stream())
                .toList();
    }

    /** One of its owners is gone: it goes too, unless another one is left. */
    private void release(Typed dependent, Typed owner) {
        boolean otherOwner = dependent.metadata().ownerUids().stream()
                .anyMatch(uid -> !uid.equals(owner.metadata().uid())
                        && store.withUid(uid).isPresent());
        if (otherOwner) {
            disown(dependent, owner.metadata().uid());
        } else {
            delete(dependent, Propagation.BACKGROUND);
        }
    }

    private void deleteForeground(Typed dependent) {
        if (!dependent.metadata().isBeingDeleted()) {
            delete(dependent, Propagation.FOREGROUND);
        }
    }

    private void finishForeground(Typed owner) {
        boolean waiting = owner.metadata().isBeingDeleted()
                && owner.metadata().finalizers().contains(Deletion.FOREGROUND);
        boolean blocked = dependents(owner.metadata().uid()).stream()
                .anyMatch(dependent -> blocks(dependent, owner.metadata().uid()));
        if (waiting && !blocked) {
            removeFinalizer(owner, Deletion.FOREGROUND);
        }
    }

    private static boolean blocks(Typed dependent, String ownerUid) {
        for (JsonNode owner : dependent.metadata().node().path("ownerReferences")) {
            if (owner.path("uid").asText().equals(ownerUid)
                    && owner.path("blockOwnerDeletion").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    /** An object that is created with owners of which none exists is removed. */
    private void collectIfAbandoned(Typed object) {
        List<String> uids = object.metadata().ownerUids();
        if (!uids.isEmpty() && uids.stream().noneMatch(uid -> store.withUid(uid).isPresent())) {
            delete(object, Propagation.BACKGROUND);
        }
    }

    private void delete(Typed object, Propagation propagation) {
        DeleteOptions options =
                DeleteOptions.DEFAULTS.withUid(object.metadata().uid()).withPropagation(propagation);
        ignoringAbsence(() -> store.delete(
                object.type(), object.metadata().namespace(), object.metadata().name(), options));
    }

    private void disown(Typed dependent, String ownerUid) {
        edit(dependent, metadata -> {
            if (metadata.node().get("ownerReferences") instanceof ArrayNode owners) {
                for (int i = owners.size() - 1; i >= 0; i--) {
                    if (owners.get(i).path("uid").asText().equals(ownerUid)) {
                        owners.remove(i);
                    }
                }
                if (owners.isEmpty()) {
                    metadata.node().remove("ownerReferences");
                }
            }
        });
    }

    private void removeFinalizer(Typed object, String finalizer) {
        edit(object, metadata -> metadata.removeFinalizer(finalizer));
    }

    private void edit(Typed object, Consumer<Metadata> change) {
        ignoringAbsence(() -> store.edit(
                object.type(), object.metadata().namespace(), object.metadata().name(), current -> {
                    if (Metadata.of(current).uid().equals(object.metadata().uid())) {
                        change.accept(Metadata.of(current));
                    }
                    return current;
                }));
    }

    /** Somebody else may have removed or replaced the object in the meantime. */
    private static void ignoringAbsence(Runnable action) {
        try {
            action.run();
        } catch (ApiException e) {
            if (e.code() != 404 && e.code() != 409) {
                throw e;
            }
        }
    }
}
