package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Deployments (pkg/apis/apps/v1/defaults.go), and ReplicaSets, which have no strategy. */
final class DeploymentRules implements ObjectRules {

    private final boolean hasStrategy;

    DeploymentRules(boolean hasStrategy) {
        this.hasStrategy = hasStrategy;
    }

    @Override
    public void complete(ObjectNode deployment) {
        PodTemplates.complete(deployment);
        ObjectNode spec = Defaults.object(deployment, "spec");
        Defaults.put(spec, "replicas", 1);
        if (!hasStrategy) {
            return;
        }
        Defaults.put(spec, "revisionHistoryLimit", 10);
        Defaults.put(spec, "progressDeadlineSeconds", 600);
        ObjectNode strategy = Defaults.object(spec, "strategy");
        Defaults.put(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = Defaults.object(strategy, "rollingUpdate");
            Defaults.put(rolling, "maxUnavailable", "25%");
            Defaults.put(rolling, "maxSurge", "25%");
        }
    }

    @Override
    public Optional<String> whyInvalid(ObjectNode deployment) {
        return PodTemplates.whyInvalid(deployment);
    }

    @Override
    public Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        return Unchangeable.changed(before, after, "/spec/selector")
                ? Optional.of("spec.selector: Invalid value: " + after.at("/spec/selector") + ": field is immutable")
                : Optional.empty();
    }
}
