package io.jenkins.plugins.consistentbackup.embedded.controller.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * StatefulSets: pods with a number and claims of their own, started from the lowest and stopped from the highest. Each
 * step makes one change and waits for what comes of it, but for {@code podManagementPolicy: Parallel}. Not modelled:
 * ControllerRevisions, so that a pod which is missing during a rolling update comes with the new template.
 */
public final class StatefulSetController implements AutoCloseable {
    private static final String REVISION = "controller-revision-hash";

    private final ClusterObjects objects;
    private final Controller controller;
    private final SetClaims claims;

    public StatefulSetController(ClusterObjects clusterObjects, Workers workers) {
        this.objects = clusterObjects.as("statefulset-controller");
        this.controller = new Controller("stateful sets", objects, workers, this::step);
        this.claims = new SetClaims(objects);
    }

    public void start() {
        controller.follow(ResourceType.STATEFUL_SET).followOwned(ResourceType.POD, "StatefulSet");
    }

    private void step(ObjectKey key) {
        Optional<ObjectNode> found = objects.get(ResourceType.STATEFUL_SET, key);
        if (found.isEmpty() || Metadata.of(found.get()).isBeingDeleted()) {
            return;
        }
        ObjectNode set = found.get();
        Map<Integer, ObjectNode> pods = new TreeMap<>();
        Pods.of(objects, set).forEach(pod -> ordinal(set, pod).ifPresent(ordinal -> pods.put(ordinal, pod)));
        pods.forEach((ordinal, pod) -> claims.own(set, ordinal, pod));
        try {
            if (raise(set, pods) && lower(set, pods)) {
                renew(set, pods);
            }
        } finally {
            report(set);
        }
    }

    private static Optional<Integer> ordinal(ObjectNode set, ObjectNode pod) {
        String prefix = Metadata.of(set).name() + "-";
        String name = Metadata.of(pod).name();
        String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return rest.matches("\\d+") ? Optional.of(Integer.valueOf(rest)) : Optional.empty();
    }

    private static boolean isParallel(ObjectNode set) {
        return Json.text(set, "/spec/podManagementPolicy").equals("Parallel");
    }

    /** Makes the pods that are missing, in order. Returns whether all are there and, in order, ready. */
    private boolean raise(ObjectNode set, Map<Integer, ObjectNode> pods) {
        for (int ordinal = SetClaims.first(set); ordinal < SetClaims.end(set); ordinal++) {
            ObjectNode pod = pods.get(ordinal);
            if (pod == null) {
                create(set, ordinal);
            } else if (Pods.hasFinished(pod) && !Pods.isBeingDeleted(pod)) {
                objects.delete(ResourceType.POD, pod); // its deletion leads back here
            }
            boolean well = pod != null && Pods.isReady(pod) && Pods.isActive(pod);
            if (!well && !isParallel(set)) {
                return false;
            }
        }
        return true;
    }

    private void create(ObjectNode set, int ordinal) {
        Optional<String> obstacle = claims.create(set, ordinal);
        String name = Metadata.of(set).name() + "-" + ordinal;
        if (obstacle.isPresent()) {
            objects.event(
                    set,
                    EventType.WARNING,
                    "FailedCreate",
                    "create Pod " + name + " in StatefulSet " + Metadata.of(set).name() + " failed error: "
                            + obstacle.get());
            throw ApiException.of(409, "Conflict", obstacle.get()); // tried again like any other failure
        }
        ObjectNode pod = Pods.fromTemplate(set);
        Metadata.of(pod)
                .putLabel("statefulset.kubernetes.io/pod-name", name)
                .putLabel("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
                .putLabel(REVISION, revision(set))
                .node()
                .put("name", name);
        ObjectNode spec = pod.withObjectProperty("spec").put("hostname", name);
        Json.find(set, "/spec/serviceName").ifPresent(service -> spec.put("subdomain", service));
        claims.mount(set, ordinal, spec);
        objects.create(ResourceType.POD, pod)
                .ifPresent(created -> objects.event(
                        set,
                        EventType.NORMAL,
                        "SuccessfulCreate",
                        "create Pod " + name + " in StatefulSet "
                                + Metadata.of(set).name() + " successful"));
    }

    private static String revision(ObjectNode set) {
        return Metadata.of(set).name() + "-" + Pods.revision(set);
    }

    /** Removes pods that are too many, the highest first. Returns whether there is none any more. */
    private boolean lower(ObjectNode set, Map<Integer, ObjectNode> pods) {
        List<Integer> condemned = pods.keySet().stream()
                .filter(ordinal -> ordinal < SetClaims.first(set) || ordinal >= SetClaims.end(set))
                .sorted(Comparator.reverseOrder())
                .toList();
        for (int ordinal : condemned) {
            ObjectNode pod = pods.get(ordinal);
            if (!Pods.isBeingDeleted(pod)) {
                delete(set, pod);
            }
            if (!isParallel(set)) {
                return false;
            }
        }
        return condemned.isEmpty();
    }

    private void delete(ObjectNode set, ObjectNode pod) {
        objects.delete(ResourceType.POD, pod);
        objects.event(
                set,
                EventType.NORMAL,
                "SuccessfulDelete",
                "delete Pod " + Metadata.of(pod).name() + " in StatefulSet "
                        + Metadata.of(set).name() + " successful");
    }

    /** Replaces the highest pod that has an old template, when all others are well. */
    private void renew(ObjectNode set, Map<Integer, ObjectNode> pods) {
        if (Json.text(set, "/spec/updateStrategy/type").equals("OnDelete")) {
            return;
        }
        int partition = Json.number(set, "/spec/updateStrategy/rollingUpdate/partition", 0);
        for (int ordinal = SetClaims.end(set) - 1; ordinal >= Math.max(partition, SetClaims.first(set)); ordinal--) {
            ObjectNode pod = pods.get(ordinal);
            if (pod == null || Pods.isBeingDeleted(pod)) {
                return;
            }
            if (!isCurrent(set, pod)) {
                delete(set, pod);
                return;
            }
            if (!Pods.isReady(pod)) {
                return;
            }
        }
    }

    private static boolean isCurrent(ObjectNode set, ObjectNode pod) {
        return Metadata.of(pod).label(REVISION).equals(Optional.of(revision(set)));
    }

    private void report(ObjectNode set) {
        List<ObjectNode> pods = Pods.of(objects, set);
        long ready = pods.stream().filter(Pods::isReady).count();
        long updated = pods.stream().filter(pod -> isCurrent(set, pod)).count();
        boolean complete = updated == pods.size() && ready == pods.size() && pods.size() == SetClaims.replicas(set);
        objects.edit(ResourceType.STATEFUL_SET, set, changed -> {
            ObjectNode status = Json.status(changed)
                    .put(
                            "observedGeneration",
                            Metadata.of(set).node().path("generation").asLong())
                    .put("replicas", pods.size())
                    .put("readyReplicas", ready)
                    .put("availableReplicas", ready)
                    .put("updatedReplicas", updated)
                    .put("currentReplicas", complete ? updated : pods.size() - updated)
                    .put("collisionCount", 0)
                    .put("updateRevision", revision(set));
            if (complete || !status.has("currentRevision")) {
                status.put("currentRevision", revision(set));
            }
        });
    }

    @Override
    public void close() {
        controller.close();
    }
}
