package io.jenkins.plugins.consistentbackup.embedded.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ChangeListener;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.store.Subscription;
import io.jenkins.plugins.consistentbackup.embedded.api.store.WriteContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The store as controllers use it: an object that is gone, or there already, is a normal answer and no error. The
 * namespace is empty for types that have none.
 */
public final class ClusterObjects {
    private final ObjectStore store;
    private final Clock clock;
    private final WriteContext context;

    /** @param component who writes, as events and managed fields name it */
    public ClusterObjects(ObjectStore store, Clock clock, String component) {
        this.store = store;
        this.clock = clock;
        this.context = WriteContext.of(component);
    }

    /** The same objects, written to by another component. */
    public ClusterObjects as(String component) {
        return new ClusterObjects(store, clock, component);
    }

    public Clock clock() {
        return clock;
    }

    public String now() {
        return Json.time(clock.instant());
    }

    public Optional<ObjectNode> get(ResourceType type, ObjectKey key) {
        return store.find(type, key.namespace(), key.name());
    }

    public Optional<ObjectNode> get(ResourceType type, String namespace, String name) {
        return store.find(type, namespace, name);
    }

    /** All objects of a type in a namespace. */
    public List<ObjectNode> list(ResourceType type, String namespace) {
        return store.list(type, namespace, Selector.everything());
    }

    /**
     * The keys of those objects of a type of which this is true. Copies nothing: for what is asked at every change.
     *
     * @param namespace where; null: everywhere
     * @param condition must not change the object
     */
    public List<ObjectKey> keys(ResourceType type, String namespace, Predicate<ObjectNode> condition) {
        return store.snapshot(type, namespace, Selector.everything()).objects().stream()
                .filter(condition)
                .map(ObjectKey::of)
                .toList();
    }

    /** All objects of a type in all namespaces. */
    public List<ObjectNode> listAll(ResourceType type) {
        return store.list(type, null, Selector.everything());
    }

    /** Creates an object; nothing if there is one of that name. */
    public Optional<ObjectNode> create(ResourceType type, ObjectNode object) {
        try {
            String namespace = Metadata.of(object).namespace();
            return Optional.of(store.create(type, namespace.isEmpty() ? null : namespace, object, context));
        } catch (ApiException e) {
            if (e.reason().equals("AlreadyExists")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Reads, changes and writes an object in one step, status included; nothing if it is gone. */
    public Optional<ObjectNode> edit(ResourceType type, ObjectKey key, Consumer<ObjectNode> change) {
        try {
            return Optional.of(store.edit(type, key.namespace(), key.name(), object -> {
                change.accept(object);
                return object;
            }));
        } catch (ApiException e) {
            if (e.code() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** As {@link #edit}, for the object that was read and no later one of that name. */
    public Optional<ObjectNode> edit(ResourceType type, ObjectNode read, Consumer<ObjectNode> change) {
        String uid = Metadata.of(read).uid();
        return edit(type, ObjectKey.of(read), object -> {
            if (Metadata.of(object).uid().equals(uid)) {
                change.accept(object);
            }
        });
    }

    /** Deletes the object that was read, if it is still there. */
    public void delete(ResourceType type, ObjectNode read) {
        delete(type, read, DeleteOptions.DEFAULTS);
    }

    public void delete(ResourceType type, ObjectNode read, DeleteOptions options) {
        Metadata metadata = Metadata.of(read);
        try {
            store.delete(type, metadata.namespace(), metadata.name(), options.withUid(metadata.uid()));
        } catch (ApiException e) {
            if (e.code() != 404 && e.code() != 409) {
                throw e;
            }
        }
    }

    /** Tells of all objects of a type, those that are there first. */
    public Subscription watch(ResourceType type, ChangeListener listener) {
        return store.watch(type, null, listener);
    }

    /** Keeps an event that tells people about an object; one that repeats is counted. */
    public void event(ObjectNode about, EventType type, String reason, String message) {
        Metadata metadata = Metadata.of(about);
        String namespace = metadata.namespace().isEmpty() ? "default" : metadata.namespace();
        String hash = Integer.toHexString((reason + message + metadata.uid() + context.manager()).hashCode());
        ObjectKey key = new ObjectKey(namespace, metadata.name() + "." + hash);
        Optional<ObjectNode> repeated = edit(
                ResourceType.EVENT,
                key,
                event -> event.put("count", event.path("count").asInt(1) + 1).put("lastTimestamp", now()));
        if (repeated.isEmpty()) {
            ObjectNode event = newEvent(key, about, type.text());
            event.put("reason", reason).put("message", message);
            try {
                create(ResourceType.EVENT, event);
            } catch (ApiException e) {
                if (e.code() != 403 && e.code() != 404) {
                    throw e; // otherwise its namespace is going or gone, and nobody reads it
                }
            }
        }
    }

    private ObjectNode newEvent(ObjectKey key, ObjectNode about, String type) {
        Metadata metadata = Metadata.of(about);
        ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("namespace", key.namespace()).put("name", key.name());
        ObjectNode involved = event.putObject("involvedObject")
                .put("apiVersion", about.path("apiVersion").asText())
                .put("kind", about.path("kind").asText())
                .put("name", metadata.name())
                .put("uid", metadata.uid());
        if (!metadata.namespace().isEmpty()) {
            involved.put("namespace", metadata.namespace());
        }
        event.put("type", type).put("count", 1).put("firstTimestamp", now()).put("lastTimestamp", now());
        event.putObject("source").put("component", context.manager());
        return event;
    }

    /** How much an event matters to people. */
    public enum EventType {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String text;

        EventType(String text) {
            this.text = text;
        }

        private String text() {
            return text;
        }
    }
}
