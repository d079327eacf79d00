package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects.EventType;
import io.jenkins.plugins.consistentbackup.embedded.controller.Controller;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.controller.ObjectKey;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Assigns pods to the one node when their claims allow it; the words are those of the volume binding plugin
 * (k8s.io/kubernetes pkg/scheduler/framework/plugins/volumebinding).
 */
final class Scheduler implements AutoCloseable {
    /** Tells the provisioner of a claim that waits for its first consumer that there is one. */
    static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    private final ClusterObjects objects;
    private final Controller controller;

    Scheduler(ClusterObjects clusterObjects, Workers workers) {
        this.objects = clusterObjects.as("default-scheduler");
        this.controller = new Controller("scheduler", objects, workers, this::schedule);
    }

    void start() {
        controller
                .follow(ResourceType.POD)
                .follow(ResourceType.PERSISTENT_VOLUME_CLAIM, this::waitingPodsOf)
                .follow(ResourceType.NODE, node -> waitingPods(objects.listAll(ResourceType.POD)));
    }

    private Stream<ObjectKey> waitingPodsOf(ObjectNode claim) {
        return waitingPods(objects.list(ResourceType.POD, Metadata.of(claim).namespace()));
    }

    private static Stream<ObjectKey> waitingPods(List<ObjectNode> pods) {
        return pods.stream().filter(pod -> isUnassigned(pod)).map(ObjectKey::of);
    }

    private static boolean isUnassigned(ObjectNode pod) {
        return Json.text(pod, "/spec/nodeName").isEmpty() && !Metadata.of(pod).isBeingDeleted();
    }

    private void schedule(ObjectKey key) {
        Optional<ObjectNode> found = objects.get(ResourceType.POD, key).filter(Scheduler::isUnassigned);
        if (found.isEmpty()) {
            return;
        }
        ObjectNode pod = found.get();
        Optional<String> obstacle = nodeObstacle(pod).or(() -> claimsObstacle(pod));
        if (obstacle.isPresent()) {
            refuse(pod, obstacle.get());
        } else if (claimsAreBound(pod)) {
            assign(pod);
        }
    }

    private Optional<String> nodeObstacle(ObjectNode pod) {
        Optional<ObjectNode> node = objects.get(ResourceType.NODE, "", Node.NAME);
        boolean ready = node.isPresent()
                && Json.items(node.get(), "/status/conditions")
                        .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                                && condition.path("status").asText().equals("True"));
        if (!ready) {
            return Optional.of("0/1 nodes are available: 1 node(s) had untolerated taint"
                    + " {node.kubernetes.io/unreachable: }.");
        }
        Map<String, String> labels = Json.strings(node.get(), "/metadata/labels");
        boolean fits = Json.strings(pod, "/spec/nodeSelector").entrySet().stream()
                .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
        return fits
                ? Optional.empty()
                : Optional.of("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");
    }

    private List<String> claimNames(ObjectNode pod) {
        List<String> names = new ArrayList<>();
        Json.items(pod, "/spec/volumes")
                .map(volume -> volume.at("/persistentVolumeClaim/claimName"))
                .filter(JsonNode::isTextual)
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    private Optional<String> claimsObstacle(ObjectNode pod) {
        for (String name : claimNames(pod)) {
            Optional<ObjectNode> claim = claim(pod, name);
            if (claim.isEmpty()) {
                return Optional.of("0/1 nodes are available: persistentvolumeclaim \"" + name + "\" not found.");
            }
            if (Metadata.of(claim.get()).isBeingDeleted()) {
                return Optional.of("0/1 nodes are available: persistentvolumeclaim \"" + name + "\" is being deleted.");
            }
            if (Json.text(claim.get(), "/status/phase").equals("Lost")) {
                return Optional.of("0/1 nodes are available: persistentvolumeclaim \"" + name
                        + "\" bound to non-existent persistentvolume \""
                        + Json.text(claim.get(), "/spec/volumeName") + "\".");
            }
            if (!isBound(claim.get()) && !selectNode(claim.get())) {
                return Optional.of("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.");
            }
        }
        return Optional.empty();
    }

    /** Asks for the volume of a claim that waits for this; false if the claim's class does not wait. */
    private boolean selectNode(ObjectNode claim) {
        boolean waits = objects.get(ResourceType.STORAGE_CLASS, "", Json.text(claim, "/spec/storageClassName"))
                .filter(type -> Json.text(type, "/volumeBindingMode").equals("WaitForFirstConsumer"))
                .isPresent();
        if (waits && Metadata.of(claim).annotation(SELECTED_NODE).isEmpty()) {
            objects.edit(
                    ResourceType.PERSISTENT_VOLUME_CLAIM,
                    claim,
                    changed -> Metadata.of(changed).putAnnotation(SELECTED_NODE, Node.NAME));
        }
        return waits;
    }

    private boolean claimsAreBound(ObjectNode pod) {
        return claimNames(pod).stream()
                .allMatch(name -> claim(pod, name).filter(Scheduler::isBound).isPresent());
    }

    private Optional<ObjectNode> claim(ObjectNode pod, String name) {
        return objects.get(
                ResourceType.PERSISTENT_VOLUME_CLAIM, Metadata.of(pod).namespace(), name);
    }

    private static boolean isBound(ObjectNode claim) {
        return Json.text(claim, "/status/phase").equals("Bound");
    }

    private void assign(ObjectNode pod) {
        objects.edit(ResourceType.POD, pod, changed -> {
            changed.withObjectProperty("spec").put("nodeName", Node.NAME);
            PodStatus.condition(Json.status(changed), "PodScheduled", true, "", objects.now());
        });
        objects.event(
                pod, EventType.NORMAL, "Scheduled", "Successfully assigned " + ObjectKey.of(pod) + " to " + Node.NAME);
    }

    private void refuse(ObjectNode pod, String why) {
        boolean said = Json.items(pod, "/status/conditions")
                .anyMatch(condition -> why.equals(condition.path("message").asText()));
        if (!said) {
            objects.edit(ResourceType.POD, pod, changed -> unschedulable(changed, why));
            objects.event(pod, EventType.WARNING, "FailedScheduling", why);
        }
    }

    private void unschedulable(ObjectNode pod, String why) {
        ObjectNode status = Json.status(pod);
        PodStatus.condition(status, "PodScheduled", false, "Unschedulable", objects.now());
        status.path("conditions").forEach(condition -> {
            if (condition.path("type").asText().equals("PodScheduled")) {
                ((ObjectNode) condition).put("message", why);
            }
        });
    }

    @Override
    public void close() {
        controller.close();
    }
}
