package io.jenkins.plugins.consistentbackup.embedded.api.store;

import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import java.util.List;

/**
 * Gives a new namespace its service account, and empties one that is being deleted before it goes, as the controller
 * manager does.
 */
final class NamespaceLifecycle {

    private final ObjectStore store;

    NamespaceLifecycle(ObjectStore store) {
        this.store = store;
    }

    void start() {
        store.watchEverything(this::onChange);
    }

    private void onChange(ChangeEvent event) {
        if (event.type().equals(ResourceType.NAMESPACE)) {
            onNamespace(event);
        } else if (event.type().namespaced() && event.kind() == ChangeEvent.Kind.DELETED) {
            finishIfEmpty(Metadata.of(event.object()).namespace());
        }
    }

    private void onNamespace(ChangeEvent event) {
        Metadata namespace = Metadata.of(event.object());
        if (event.kind() == ChangeEvent.Kind.ADDED) {
            createServiceAccount(namespace.name());
        } else if (event.kind() == ChangeEvent.Kind.MODIFIED && namespace.isBeingDeleted()) {
            empty(namespace.name());
            finishIfEmpty(namespace.name());
        }
    }

    private void createServiceAccount(String namespace) {
        attempt(() -> store.create(
                ResourceType.SERVICE_ACCOUNT,
                namespace,
                ResourceObjects.of(ResourceType.SERVICE_ACCOUNT, namespace, "default"),
                WriteContext.of("serviceaccount-controller")));
    }

    private void empty(String namespace) {
        for (ResourceType type : namespacedTypes()) {
            store.snapshot(type, namespace, Selector.everything())
                    .objects()
                    .forEach(object -> attempt(() ->
                            store.delete(type, namespace, Metadata.of(object).name(), DeleteOptions.DEFAULTS)));
        }
    }

    private void finishIfEmpty(String namespace) {
        boolean terminating = store.find(ResourceType.NAMESPACE, null, namespace)
                .filter(found -> Metadata.of(found).isBeingDeleted())
                .isPresent();
        if (terminating
                && namespacedTypes().stream()
                        .allMatch(type -> store.snapshot(type, namespace, Selector.everything())
                                .objects()
                                .isEmpty())) {
            store.remove(ResourceType.NAMESPACE, null, namespace);
        }
    }

    private List<ResourceType> namespacedTypes() {
        return store.types().distinct().stream()
                .filter(ResourceType::namespaced)
                .toList();
    }

    /** The object, or the namespace, may have gone in the meantime. */
    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (ApiException e) {
            if (e.code() != 404 && e.code() != 403 && e.code() != 409) {
                throw e;
            }
        }
    }
}
