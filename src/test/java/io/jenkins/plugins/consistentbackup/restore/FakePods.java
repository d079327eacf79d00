package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The fake cluster's pods: they start as soon as their claims are bound, and write to them. */
final class FakePods {
    private final FakeObjects objects;
    private final FakeStorage storage;
    /** What must never happen, and did. */
    final List<String> violations = new ArrayList<>();

    FakePods(final FakeObjects objects, final FakeStorage storage) {
        this.objects = objects;
        this.storage = storage;
    }

    /** The pods that use a claim. */
    static List<ObjectNode> usersOf(final FakeObjects objects, final ObjectNode claim) {
        return objects.in(Kind.PODS, claim.at("/metadata/namespace").asText()).stream()
                .filter(pod -> claimsOf(pod).contains(name(claim)))
                .toList();
    }

    private static Set<String> claimsOf(final ObjectNode pod) {
        return IntStream.range(0, pod.at("/spec/volumes").size())
                .mapToObj(i -> pod.at("/spec/volumes/" + i + "/persistentVolumeClaim/claimName")
                        .asText(""))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Starts the pods that can be; whether there was one. */
    boolean reconcile() {
        boolean changed = false;
        for (ObjectNode pod : objects.in(Kind.PODS, null)) {
            changed |= start(pod);
        }
        return changed;
    }

    private boolean start(final ObjectNode pod) {
        String namespace = pod.at("/metadata/namespace").asText();
        boolean bound = claimsOf(pod).stream().allMatch(claim -> storage.dataOf(namespace, claim) != null);
        if (!bound || lacksAFile(pod) || !pod.at("/status/phase").asText("").isEmpty()) {
            return false;
        }
        boolean prepares = pod.at("/spec/restartPolicy").asText().equals("Never");
        for (String claim : claimsOf(pod)) {
            String volume = objects.find(Kind.CLAIMS, namespace, claim)
                    .at("/spec/volumeName")
                    .asText();
            storage.volumes.compute(
                    volume, (name, data) -> prepares ? data + " prepared" : started(namespace + "/" + claim, data));
        }
        pod.withObject("/status").put("phase", prepares ? "Succeeded" : "Running");
        ObjectNode status =
                pod.withObject("/status").withArray("containerStatuses").addObject();
        status.set("name", pod.at("/spec/containers/0/name"));
        status.put("ready", true).withObject("/state/running").put("startedAt", "2026-01-01T00:00:00Z");
        return true;
    }

    /** The kubelet starts no container before all that the pod mounts is there. */
    private boolean lacksAFile(final ObjectNode pod) {
        String namespace = pod.at("/metadata/namespace").asText();
        return IntStream.range(0, pod.at("/spec/volumes").size())
                .mapToObj(i -> pod.at("/spec/volumes/" + i + "/configMap/name").asText(""))
                .filter(map -> !map.isEmpty())
                .anyMatch(map -> objects.find(Kind.CONFIG_MAPS, namespace, map) == null);
    }

    /** A database that starts on a copy that was not prepared breaks it. */
    private String started(final String claim, final String data) {
        if (data.equals("set")) {
            violations.add("started on claim " + claim + " before it was prepared");
        }
        if (data.equals("empty")) {
            violations.add("started on an empty claim " + claim);
        }
        return data.endsWith(" written") ? data : data + " written";
    }

    private static String name(final JsonNode object) {
        return object.at("/metadata/name").asText();
    }
}
