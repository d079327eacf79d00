package io.jenkins.plugins.consistentbackup.embedded.controller.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects.EventType;
import io.jenkins.plugins.consistentbackup.embedded.controller.Controller;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** ReplicaSets: as many pods of a template as wanted; those that are not ready are the first to go. */
public final class ReplicaSetController implements AutoCloseable {
    private final ClusterObjects objects;
    private final Controller controller;

    public ReplicaSetController(ClusterObjects clusterObjects, Workers workers) {
        this.objects = clusterObjects.as("replicaset-controller");
        this.controller = new Controller("replica sets", objects, workers, this::step);
    }

    public void start() {
        controller.follow(ResourceType.REPLICA_SET).followOwned(ResourceType.POD, "ReplicaSet");
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> found = objects.get(ResourceType.REPLICA_SET, key);
        if (found.isEmpty() || Metadata.of(found.get()).isBeingDeleted()) {
            return;
        }
        ObjectNode set = found.get();
        List<ObjectNode> active =
                Pods.of(objects, set).stream().filter(Pods::isActive).toList();
        int wanted = Json.number(set, "/spec/replicas", 1);
        for (int i = active.size(); i < wanted; i++) {
            create(set);
        }
        active.stream()
                .sorted(Comparator.comparing(Pods::isReady))
                .limit(Math.max(0, active.size() - wanted))
                .forEach(pod -> delete(set, pod));
        report(set);
    }

    private void create(ObjectNode set) {
        ObjectNode pod = Pods.fromTemplate(set);
        Metadata.of(pod).node().put("generateName", Metadata.of(set).name() + "-");
        objects.create(ResourceType.POD, pod)
                .ifPresent(created -> objects.event(
                        set,
                        EventType.NORMAL,
                        "SuccessfulCreate",
                        "Created pod: " + Metadata.of(created).name()));
    }

    private void delete(ObjectNode set, ObjectNode pod) {
        objects.delete(ResourceType.POD, pod);
        objects.event(
                set,
                EventType.NORMAL,
                "SuccessfulDelete",
                "Deleted pod: " + Metadata.of(pod).name());
    }

    private void report(ObjectNode set) {
        List<ObjectNode> active =
                Pods.of(objects, set).stream().filter(Pods::isActive).toList();
        long ready = active.stream().filter(Pods::isReady).count();
        objects.edit(
                ResourceType.REPLICA_SET,
                set,
                changed -> Json.status(changed)
                        .put(
                                "observedGeneration",
                                Metadata.of(set).node().path("generation").asLong())
                        .put("replicas", active.size())
                        .put("fullyLabeledReplicas", active.size())
                        .put("readyReplicas", ready)
                        .put("availableReplicas", ready));
    }

    @Override
    public void close() {
        controller.close();
    }
}
