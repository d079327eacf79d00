package io.jenkins.plugins.consistentbackup.embedded.api.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ChangeEvent.Kind;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes the changes that concern one watch while the store is locked, and hands them to its listener one by one on
 * another thread.
 */
final class Feed {

    private static final Logger LOGGER = Logger.getLogger(Feed.class.getName());

    private final ResourceType type;
    private final String namespace;
    private final Selector selector;
    private final ChangeListener listener;
    private final Executor executor;
    private final Queue<ChangeEvent> waiting = new ArrayDeque<>();
    private boolean delivering;
    private boolean closed;

    /** @param type what is watched, null: everything; {@code namespace} null: all */
    Feed(ResourceType type, String namespace, Selector selector, ChangeListener listener, Executor executor) {
        this.type = type;
        this.namespace = namespace;
        this.selector = selector;
        this.listener = listener;
        this.executor = executor;
    }

    void offer(ChangeEvent event) {
        ChangeEvent seen = asSeen(event);
        if (seen != null) {
            enqueue(seen);
        }
    }

    /** @param version that the store has reached */
    void offerBookmark(long version) {
        ObjectNode object =
                JsonNodeFactory.instance.objectNode().put("kind", type.kind()).put("apiVersion", type.apiVersion());
        object.putObject("metadata")
                .put("resourceVersion", String.valueOf(version))
                .putNull("creationTimestamp");
        enqueue(new ChangeEvent(Kind.BOOKMARK, type, object, null));
    }

    private void enqueue(ChangeEvent seen) {
        synchronized (waiting) {
            if (closed) {
                return;
            }
            waiting.add(seen);
            if (delivering) {
                return;
            }
            delivering = true;
        }
        executor.execute(this::deliver);
    }

    void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
    }

    private void deliver() {
        for (ChangeEvent event = next(); event != null; event = next()) {
            try {
                listener.onChange(event);
            } catch (RuntimeException e) {
                // One careless controller must not silence its own watch for good.
                LOGGER.log(Level.SEVERE, e, () -> "a watcher of " + type + " failed");
            }
        }
    }

    private ChangeEvent next() {
        synchronized (waiting) {
            ChangeEvent event = waiting.poll();
            delivering = event != null;
            return event;
        }
    }

    /**
     * What the watcher sees of a change: nothing, or an object that comes into or leaves its selection (as
     * convertToWatchEvent in k8s.io/apiserver pkg/storage/cacher/cache_watcher.go).
     */
    private ChangeEvent asSeen(ChangeEvent event) {
        if (type != null && !type.sameObjects(event.type())) {
            return null;
        }
        if (namespace != null && !namespace.equals(Metadata.of(event.object()).namespace())) {
            return null;
        }
        boolean now = event.kind() != Kind.DELETED && selector.matches(event.object());
        boolean before = event.old() != null && selector.matches(event.old());
        if (!now && !before) {
            return null;
        }
        if (now) {
            return seen(before ? Kind.MODIFIED : Kind.ADDED, event.type(), event.object(), before ? event.old() : null);
        }
        ObjectNode last = event.kind() == Kind.DELETED ? event.object() : departed(event);
        return seen(Kind.DELETED, event.type(), last, event.old());
    }

    private ChangeEvent seen(Kind kind, ResourceType changed, ObjectNode object, ObjectNode old) {
        ResourceType shown = type == null ? changed : type;
        return new ChangeEvent(
                kind, shown, Views.inVersion(shown, object), old == null ? null : Views.inVersion(shown, old));
    }

    /** The state in which the watcher knew the object, with the version in which it left. */
    private static ObjectNode departed(ChangeEvent event) {
        ObjectNode last = event.old().deepCopy();
        Metadata.of(last)
                .node()
                .put("resourceVersion", Metadata.of(event.object()).resourceVersion());
        return last;
    }
}
