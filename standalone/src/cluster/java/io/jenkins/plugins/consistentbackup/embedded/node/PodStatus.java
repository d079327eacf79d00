package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The status of a pod, derived from its containers. Pure: nothing is read or written but the objects given. */
final class PodStatus {
    /** Every pod has the address of the host. */
    static final String ADDRESS = "127.0.0.1";

    private PodStatus() {}

    /**
     * Sets the status of a pod.
     *
     * @param pod changed in place; times of conditions that have not changed stay
     * @param now the time as Kubernetes writes it
     */
    static void apply(
            ObjectNode pod,
            List<ContainerLifecycle> init,
            List<ContainerLifecycle> main,
            RestartPolicy policy,
            String now) {
        ObjectNode status = Json.status(pod);
        boolean initialized = init.stream().allMatch(ContainerLifecycle::hasSucceeded);
        String phase = phase(init, main, policy);
        boolean ready = phase.equals("Running") && main.stream().allMatch(ContainerLifecycle::isReady);
        status.put("phase", phase).put("hostIP", ADDRESS).put("podIP", ADDRESS).put("qosClass", "BestEffort");
        status.putArray("podIPs").addObject().put("ip", ADDRESS);
        if (!status.has("startTime")) {
            status.put("startTime", now);
        }
        String notReady = phase.equals("Succeeded") ? "PodCompleted" : phase.equals("Failed") ? "PodFailed" : null;
        String why = notReady != null ? notReady : "ContainersNotReady";
        condition(status, "Initialized", initialized, initialized ? "" : "ContainersNotInitialized", now);
        condition(status, "ContainersReady", ready, ready ? "" : why, now);
        condition(status, "Ready", ready, ready ? "" : why, now);
        if (!init.isEmpty()) {
            status.set("initContainerStatuses", statuses(init));
        }
        status.set("containerStatuses", statuses(main));
    }

    private static ArrayNode statuses(List<ContainerLifecycle> containers) {
        return Json.array(containers.stream().map(ContainerLifecycle::status).toList());
    }

    /** As getPhase in the kubelet (pkg/kubelet/kubelet_pods.go). */
    static String phase(List<ContainerLifecycle> init, List<ContainerLifecycle> main, RestartPolicy policy) {
        if (policy == RestartPolicy.NEVER
                && init.stream().anyMatch(container -> container.hasEnded() && !container.hasSucceeded())) {
            return "Failed";
        }
        boolean allInitialized = init.stream().allMatch(ContainerLifecycle::hasSucceeded);
        if (!allInitialized || main.stream().anyMatch(container -> !container.wasStarted())) {
            return "Pending";
        }
        if (!main.stream().allMatch(ContainerLifecycle::hasEnded) || policy == RestartPolicy.ALWAYS) {
            return "Running";
        }
        if (main.stream().allMatch(ContainerLifecycle::hasSucceeded)) {
            return "Succeeded";
        }
        return policy == RestartPolicy.NEVER ? "Failed" : "Running";
    }

    /** Sets a condition of a status; the time of its last change stays while it says the same. */
    static void condition(ObjectNode status, String type, boolean holds, String reason, String now) {
        Map<String, JsonNode> conditions = new TreeMap<>();
        status.path("conditions")
                .forEach(condition -> conditions.put(condition.path("type").asText(), condition));
        String text = holds ? "True" : "False";
        JsonNode before = conditions.get(type);
        boolean same = before != null && before.path("status").asText().equals(text);
        ObjectNode condition = Json.object()
                .put("type", type)
                .put("status", text)
                .put(
                        "lastTransitionTime",
                        same ? before.path("lastTransitionTime").asText() : now);
        if (!reason.isEmpty()) {
            condition.put("reason", reason);
        }
        conditions.put(type, condition);
        status.set("conditions", Json.array(new ArrayList<>(conditions.values())));
    }
}
