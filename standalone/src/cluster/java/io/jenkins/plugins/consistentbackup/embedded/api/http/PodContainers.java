package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import java.util.ArrayList;
import java.util.List;

/** Finds the container that an exec or a log is about (streamLocation in pkg/registry/core/pod/strategy.go). */
final class PodContainers {

    private PodContainers() {}

    /**
     * The name of the container; the only one if none is named.
     *
     * @throws ApiException 400
     */
    static String choose(ObjectNode pod, String wanted) {
        List<String> names = names(pod, "containers");
        String podName = Metadata.of(pod).name();
        if (wanted == null || wanted.isEmpty()) {
            if (names.size() == 1) {
                return names.get(0);
            }
            throw ApiException.badRequest("a container name must be specified for pod " + podName + ", choose one of: ["
                    + String.join(" ", names) + "]");
        }
        if (!names.contains(wanted) && !names(pod, "initContainers").contains(wanted)) {
            throw ApiException.badRequest("container " + wanted + " is not valid for pod " + podName);
        }
        return wanted;
    }

    static void requireNode(ObjectNode pod) {
        if (!pod.path("spec").hasNonNull("nodeName")) {
            throw ApiException.badRequest("pod " + Metadata.of(pod).name() + " does not have a host assigned");
        }
    }

    /** @throws ApiException 500 with the kubelet's words, if the container does not run */
    static void requireRunning(ObjectNode pod, String container) {
        boolean runs = pod.path("status").path("phase").asText().equals("Running");
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            if (status.path("name").asText().equals(container)) {
                runs &= status.path("state").has("running");
            }
        }
        if (!runs) {
            throw ApiException.of(500, "InternalError", "container not found (\"" + container + "\")");
        }
    }

    private static List<String> names(ObjectNode pod, String field) {
        List<String> names = new ArrayList<>();
        pod.path("spec")
                .path(field)
                .forEach(container -> names.add(container.path("name").asText()));
        return names;
    }
}
