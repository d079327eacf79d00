package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pods (pkg/apis/core/v1/defaults.go, pkg/apis/core/validation/validation.go). */
final class PodRules implements ObjectRules {

    private static final List<String> CONTAINER_LISTS = List.of("containers", "initContainers");
    private static final List<String> CHANGEABLE = List.of("activeDeadlineSeconds", "tolerations");
    private static final Set<String> RESTART_POLICIES = Set.of("Always", "OnFailure", "Never");

    @Override
    public void begin(ObjectNode pod) {
        Defaults.phase(pod, "Pending");
    }

    @Override
    public void complete(ObjectNode pod) {
        completeSpec(Defaults.object(pod, "spec"));
        // The admission plugin ServiceAccount does this for pods, not for the templates of pods.
        Defaults.put(Defaults.object(pod, "spec"), "serviceAccountName", "default");
        Defaults.put(
                Defaults.object(pod, "spec"),
                "serviceAccount",
                pod.at("/spec/serviceAccountName").asText());
    }

    /** The specification of a pod, or of the template of pods. */
    static void completeSpec(ObjectNode spec) {
        Defaults.put(spec, "restartPolicy", "Always");
        Defaults.put(spec, "terminationGracePeriodSeconds", 30);
        Defaults.put(spec, "dnsPolicy", "ClusterFirst");
        Defaults.put(spec, "schedulerName", "default-scheduler");
        Defaults.object(spec, "securityContext");
        for (String list : CONTAINER_LISTS) {
            for (JsonNode container : spec.path(list)) {
                if (container instanceof ObjectNode object) {
                    completeContainer(object);
                }
            }
        }
    }

    private static void completeContainer(ObjectNode container) {
        String image = container.path("image").asText("");
        boolean latest = image.endsWith(":latest") || image.lastIndexOf(':') <= image.lastIndexOf('/');
        Defaults.put(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
        Defaults.put(container, "terminationMessagePath", "/dev/termination-log");
        Defaults.put(container, "terminationMessagePolicy", "File");
        Defaults.object(container, "resources");
    }

    @Override
    public Optional<String> whyInvalid(ObjectNode pod) {
        return whySpecInvalid(pod.path("spec"), "spec");
    }

    /** @param field where the specification is: {@code spec}, {@code spec.template.spec} */
    static Optional<String> whySpecInvalid(JsonNode spec, String field) {
        if (spec.path("containers").isEmpty()) {
            return Optional.of(field + ".containers: Required value");
        }
        String restart = spec.path("restartPolicy").asText("Always");
        if (!RESTART_POLICIES.contains(restart)) {
            return Optional.of(field + ".restartPolicy: Unsupported value: \"" + restart
                    + "\": supported values: \"Always\", \"OnFailure\", \"Never\"");
        }
        return whyContainersInvalid(spec, field);
    }

    private static Optional<String> whyContainersInvalid(JsonNode spec, String field) {
        Set<String> volumes = new HashSet<>();
        spec.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
        Set<String> names = new HashSet<>();
        for (String list : CONTAINER_LISTS) {
            for (int i = 0; i < spec.path(list).size(); i++) {
                JsonNode container = spec.path(list).get(i);
                String at = field + "." + list + "[" + i + "]";
                String name = container.path("name").asText("");
                if (name.isEmpty()) {
                    return Optional.of(at + ".name: Required value");
                }
                if (!names.add(name)) {
                    return Optional.of(at + ".name: Duplicate value: \"" + name + "\"");
                }
                if (container.path("image").asText("").isEmpty()) {
                    return Optional.of(at + ".image: Required value");
                }
                for (int j = 0; j < container.path("volumeMounts").size(); j++) {
                    String volume =
                            container.path("volumeMounts").get(j).path("name").asText();
                    // A template's claims become volumes when its pods are made.
                    if (field.equals("spec") && !volumes.contains(volume)) {
                        return Optional.of(at + ".volumeMounts[" + j + "].name: Not found: \"" + volume + "\"");
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        ObjectNode old = withoutImages(before);
        ObjectNode changed = withoutImages(after);
        return Unchangeable.specChangedBut(old, changed, CHANGEABLE)
                ? Optional.of(
                        "spec: Forbidden: pod updates may not change fields other than"
                                + " `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                                + "`spec.tolerations` (only additions to existing tolerations),"
                                + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)")
                : Optional.empty();
    }

    private static ObjectNode withoutImages(ObjectNode pod) {
        ObjectNode copy = pod.deepCopy();
        for (String list : CONTAINER_LISTS) {
            for (JsonNode container : copy.path("spec").path(list)) {
                ((ObjectNode) container).remove(List.of("image", "imagePullPolicy"));
            }
        }
        return copy;
    }
}
