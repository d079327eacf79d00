package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What all workloads with a selector and a template of pods have in common. */
final class PodTemplates {

    private PodTemplates() {}

    static void complete(ObjectNode workload) {
        ObjectNode spec = Defaults.object(workload, "spec");
        PodRules.completeSpec(Defaults.object(Defaults.object(spec, "template"), "spec"));
    }

    static Optional<String> whyInvalid(ObjectNode workload) {
        JsonNode selector = workload.at("/spec/selector");
        if (!selector.isObject() || selector.isEmpty()) {
            return Optional.of("spec.selector: Required value");
        }
        JsonNode labels = workload.at("/spec/template/metadata/labels");
        boolean matches = selector.path("matchLabels").properties().stream()
                .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
        if (!matches) {
            return Optional.of("spec.template.metadata.labels: Invalid value: " + labels
                    + ": `selector` does not match template `labels`");
        }
        if (workload.at("/spec/replicas").asInt() < 0) {
            return Optional.of("spec.replicas: Invalid value: "
                    + workload.at("/spec/replicas").asInt() + ": must be greater than or equal to 0");
        }
        return PodRules.whySpecInvalid(workload.at("/spec/template/spec"), "spec.template.spec");
    }
}
