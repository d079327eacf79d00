package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceTypes;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.patch.ManagedFields;
import io.jenkins.plugins.consistentbackup.embedded.api.patch.Patch;
import io.jenkins.plugins.consistentbackup.embedded.api.patch.ServerSideApply;
import io.jenkins.plugins.consistentbackup.embedded.api.rules.RuleBook;
import io.jenkins.plugins.consistentbackup.embedded.api.store.Replacement.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All objects of a cluster. Safe for any number of threads. Objects that go in are copied; objects that come out of
 * reads and writes are the caller's own, those of events are shared. Refusals are {@link ApiException}s with the code
 * and the words of Kubernetes.
 */
public final class ObjectStore implements AutoCloseable {

    private final Object lock = new Object();
    private final ResourceTypes types;
    private final Ledger ledger;
    private final Creation creation;
    private final Replacement replacement;
    private final Deletion deletion;
    private final Watches watches;

    public ObjectStore() {
        this(StoreOptions.DEFAULTS);
    }

    public ObjectStore(StoreOptions options) {
        types = ResourceTypes.builtIn(options.groupSnapshotVersions());
        ledger = new Ledger(options);
        RuleBook rules = RuleBook.of(options.storageProtection());
        creation = new Creation(ledger, rules);
        replacement = new Replacement(ledger, rules);
        deletion = new Deletion(ledger);
        watches = new Watches(lock, ledger);
        new GarbageCollection(this).start();
        new NamespaceLifecycle(this).start();
        List.of("default", "kube-system").forEach(this::createNamespace);
    }

    /** The types that are served. */
    public ResourceTypes types() {
        return types;
    }

    /** The time by the server's clock, in whole seconds. */
    public Instant now() {
        return ledger.now();
    }

    /** The version of the newest change. */
    public long resourceVersion() {
        synchronized (lock) {
            return ledger.version();
        }
    }

    public ObjectNode createNamespace(String name) {
        ObjectNode namespace = ResourceObjects.of(ResourceType.NAMESPACE, null, name);
        return create(ResourceType.NAMESPACE, null, namespace, WriteContext.of("embedded-cluster"));
    }

    /**
     * Keeps a new object.
     *
     * @param namespace where; null for types without
     * @throws ApiException 404 no such namespace, 409 it exists, 403 the namespace is being deleted, 422 it is invalid
     */
    public ObjectNode create(ResourceType type, String namespace, ObjectNode object, WriteContext context) {
        synchronized (lock) {
            ObjectNode created = creation.create(type, namespace, object, context, ManagedFields.UPDATE);
            if (!context.dryRun()) {
                CustomTypes.follow(type, created, types);
            }
            return Views.copy(type, created);
        }
    }

    /** @throws ApiException 404 */
    public ObjectNode get(ResourceType type, String namespace, String name) {
        return Views.copy(type, getShared(type, namespace, name));
    }

    /** As {@link #get}, without a copy: for a caller who only reads. */
    public ObjectNode getShared(ResourceType type, String namespace, String name) {
        synchronized (lock) {
            return Views.inVersion(type, ledger.require(type, namespace, name));
        }
    }

    public Optional<ObjectNode> find(ResourceType type, String namespace, String name) {
        synchronized (lock) {
            return Optional.ofNullable(ledger.table().get(type, namespace, name))
                    .map(object -> Views.copy(type, object));
        }
    }

    /** The object with this uid, of whatever type; shared, not to be changed. */
    public Optional<ObjectNode> withUid(String uid) {
        synchronized (lock) {
            return Optional.ofNullable(ledger.table().withUid(uid));
        }
    }

    /** The objects in the order of their names; {@code namespace} null: of all namespaces. */
    public List<ObjectNode> list(ResourceType type, String namespace, Selector selector) {
        return snapshot(type, namespace, selector).objects().stream()
                .map(object -> Views.copy(type, object))
                .toList();
    }

    /** As {@link #list}, with the version that a watch can start from; the objects are shared, not to be changed. */
    public ObjectList snapshot(ResourceType type, String namespace, Selector selector) {
        List<ObjectNode> all;
        long version;
        synchronized (lock) {
            all = ledger.table().list(type, namespace);
            version = ledger.version();
        }
        return new ObjectList(
                all.stream()
                        .filter(selector::matches)
                        .map(object -> Views.inVersion(type, object))
                        .toList(),
                version);
    }

    /**
     * Replaces all but the status.
     *
     * @throws ApiException 404; 409 if the object has a resourceVersion or uid that is not the current one; 422
     */
    public ObjectNode update(ResourceType type, String namespace, ObjectNode object, WriteContext context) {
        return replace(type, namespace, object, Part.MAIN, context);
    }

    /** Replaces the status alone, with the errors of {@link #update}. */
    public ObjectNode updateStatus(ResourceType type, String namespace, ObjectNode object, WriteContext context) {
        return replace(type, namespace, object, Part.STATUS, context);
    }

    private ObjectNode replace(
            ResourceType type, String namespace, ObjectNode object, Part part, WriteContext context) {
        Creation.requireType(type, object);
        synchronized (lock) {
            ObjectNode current =
                    ledger.require(type, namespace, Metadata.of(object).name());
            return written(type, replacement.update(type, current, object, part, context), context);
        }
    }

    private ObjectNode written(ResourceType type, ObjectNode object, WriteContext context) {
        if (!context.dryRun()) {
            CustomTypes.follow(type, object, types);
        }
        return Views.copy(type, object);
    }

    /**
     * Changes an object in one step.
     *
     * @param status whether the status is patched, and nothing else
     * @throws ApiException 404, 409, 422, or 400 if the patch cannot be read
     */
    public ObjectNode patch(
            ResourceType type, String namespace, String name, Patch patch, boolean status, WriteContext context) {
        synchronized (lock) {
            ObjectNode current = ledger.require(type, namespace, name);
            ObjectNode patched = patch.applyTo(Views.copy(type, current));
            requireSameName(name, patched);
            Part part = status ? Part.STATUS : Part.MAIN;
            return written(type, replacement.update(type, current, patched, part, context), context);
        }
    }

    private static void requireSameName(String name, ObjectNode object) {
        String given = Metadata.of(object).name();
        if (!given.equals(name)) {
            throw ApiException.badRequest(
                    "the name of the object (" + given + ") does not match the name on the URL (" + name + ")");
        }
    }

    /**
     * Server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/.
     *
     * @param force take over fields that others manage
     * @throws ApiException 409 with a cause for each field that another manager owns
     */
    public Applied apply(
            ResourceType type,
            String namespace,
            String name,
            ObjectNode wanted,
            boolean force,
            boolean status,
            WriteContext context) {
        synchronized (lock) {
            ObjectNode current = ledger.table().get(type, namespace, name);
            ServerSideApply apply = new ServerSideApply(type, context.manager(), force, ledger.now());
            if (current == null) {
                apply.requireApplicable(wanted);
                ObjectNode named = wanted.deepCopy();
                Metadata.of(named).node().put("name", name);
                ObjectNode created = creation.create(type, namespace, named, context, ManagedFields.APPLY);
                return new Applied(written(type, created, context), true);
            }
            ObjectNode merged = apply.merge(Views.copy(type, current), wanted, status ? "status" : "");
            Part part = status ? Part.STATUS : Part.MAIN;
            return new Applied(
                    written(type, replacement.applied(type, current, merged, part, context), context), false);
        }
    }

    /**
     * Deletes an object, or marks it for deletion.
     *
     * @throws ApiException 404; 409 if a precondition does not hold
     */
    public Deleted delete(ResourceType type, String namespace, String name, DeleteOptions options) {
        synchronized (lock) {
            ObjectNode object = deletion.delete(type, ledger.require(type, namespace, name), options);
            boolean gone = ledger.table().get(type, namespace, name) == null;
            if (gone) {
                CustomTypes.forget(type, object, types);
            }
            return new Deleted(Views.copy(type, object), gone);
        }
    }

    /**
     * Reads, changes and writes an object in one step, status included; for controllers, which no rule hinders and no
     * other writer interrupts. The change gets a copy and may change and return it.
     *
     * @throws ApiException 404
     */
    public ObjectNode edit(ResourceType type, String namespace, String name, UnaryOperator<ObjectNode> change) {
        WriteContext context = WriteContext.of("embedded-controller");
        synchronized (lock) {
            ObjectNode current = ledger.require(type, namespace, name);
            ObjectNode changed = change.apply(Views.copy(type, current));
            return written(type, replacement.update(type, current, changed, Part.EVERYTHING, context), context);
        }
    }

    /** Removes an object whatever it still waits for: for a namespace that has become empty. */
    void remove(ResourceType type, String namespace, String name) {
        synchronized (lock) {
            ObjectNode current = ledger.table().get(type, namespace, name);
            if (current != null) {
                ledger.remove(type, current, current.deepCopy());
            }
        }
    }

    /** Tells of every object that is there, as ADDED, and then of every change. {@code namespace} null: all. */
    public Subscription watch(ResourceType type, String namespace, ChangeListener listener) {
        return watch(type, namespace, Selector.everything(), null, listener);
    }

    /**
     * Tells of changes to the objects of a selection.
     *
     * @param since only changes after this version; null: first of every object that is there, as ADDED
     * @throws ApiException 410 if changes after that version have been forgotten
     */
    public Subscription watch(
            ResourceType type, String namespace, Selector selector, Long since, ChangeListener listener) {
        return watches.open(type, namespace, selector, since, listener);
    }

    /** Tells of changes to objects of all types, from now on. */
    Subscription watchEverything(ChangeListener listener) {
        return watches.openForEverything(listener);
    }

    /** @throws ApiException 410 if changes after this version have been forgotten */
    public void requireRemembered(long version) {
        synchronized (lock) {
            ledger.log().requireRemembered(version);
        }
    }

    /** Forgets past changes: watches from before now get 410, as after etcd's compaction. */
    public void compact() {
        synchronized (lock) {
            ledger.log().compact();
        }
    }

    /** Ends all watches and their threads. */
    @Override
    public void close() {
        watches.close();
    }
}
