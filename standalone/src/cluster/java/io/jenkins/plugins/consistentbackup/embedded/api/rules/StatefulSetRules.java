package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** StatefulSets (pkg/apis/apps/v1/defaults.go, ValidateStatefulSetUpdate in pkg/apis/apps/validation). */
final class StatefulSetRules implements ObjectRules {

    private static final List<String> CHANGEABLE = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    @Override
    public void begin(ObjectNode set) {
        Defaults.put(Defaults.object(set, "status"), "replicas", 0);
    }

    @Override
    public void complete(ObjectNode set) {
        PodTemplates.complete(set);
        ObjectNode spec = Defaults.object(set, "spec");
        Defaults.put(spec, "replicas", 1);
        Defaults.put(spec, "podManagementPolicy", "OrderedReady");
        Defaults.put(spec, "revisionHistoryLimit", 10);
        ObjectNode strategy = Defaults.object(spec, "updateStrategy");
        Defaults.put(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            Defaults.put(Defaults.object(strategy, "rollingUpdate"), "partition", 0);
        }
        ObjectNode retention = Defaults.object(spec, "persistentVolumeClaimRetentionPolicy");
        Defaults.put(retention, "whenDeleted", "Retain");
        Defaults.put(retention, "whenScaled", "Retain");
        for (JsonNode claim : spec.path("volumeClaimTemplates")) {
            if (claim instanceof ObjectNode template) {
                Defaults.put(template, "apiVersion", "v1");
                Defaults.put(template, "kind", "PersistentVolumeClaim");
                ClaimRules.completeSpec(Defaults.object(template, "spec"));
                Defaults.phase(template, "Pending");
            }
        }
    }

    @Override
    public Optional<String> whyInvalid(ObjectNode set) {
        return PodTemplates.whyInvalid(set);
    }

    @Override
    public Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        return Unchangeable.specChangedBut(before, after, CHANGEABLE)
                ? Optional.of("spec: Forbidden: updates to statefulset spec for fields other than 'replicas',"
                        + " 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit',"
                        + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")
                : Optional.empty();
    }
}
