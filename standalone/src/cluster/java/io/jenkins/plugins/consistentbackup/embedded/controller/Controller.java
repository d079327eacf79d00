package io.jenkins.plugins.consistentbackup.embedded.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ChangeEvent;
import io.jenkins.plugins.consistentbackup.embedded.api.store.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A work queue together with the watches that feed it. */
public final class Controller implements AutoCloseable {
    private final ClusterObjects objects;
    private final WorkQueue queue;
    private final List<Subscription> watches = new ArrayList<>();

    /** @param name for the log */
    public Controller(String name, ClusterObjects objects, Workers workers, WorkQueue.Step step) {
        this.objects = objects;
        this.queue = new WorkQueue(name, workers, step);
    }

    public WorkQueue queue() {
        return queue;
    }

    /** Calls the step for each object of this type that there is, and whenever one changes. */
    public Controller follow(ResourceType type) {
        return follow(type, object -> Stream.of(ObjectKey.of(object)));
    }

    /** Calls the step for what these objects concern; of a change, for what the object concerned before as well. */
    public Controller follow(ResourceType type, Function<ObjectNode, Stream<ObjectKey>> concerned) {
        watches.add(objects.watch(type, event -> keys(event, concerned).forEach(queue::add)));
        return this;
    }

    private static Stream<ObjectKey> keys(ChangeEvent event, Function<ObjectNode, Stream<ObjectKey>> concerned) {
        Stream<ObjectKey> now = concerned.apply(event.object());
        return event.old() == null
                ? now
                : Stream.concat(now, concerned.apply(event.old())).distinct();
    }

    /** Calls the step for the owner, of this kind, of each object of the type. */
    public Controller followOwned(ResourceType type, String ownerKind) {
        return follow(
                type,
                object -> Json.items(object, "/metadata/ownerReferences")
                        .filter(owner -> owner.path("kind").asText().equals(ownerKind))
                        .map(owner -> new ObjectKey(
                                Json.text(object, "/metadata/namespace"),
                                owner.path("name").asText())));
    }

    @Override
    public void close() {
        watches.forEach(Subscription::close);
        queue.close();
    }
}
