package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PersistentVolumeClaims (ValidatePersistentVolumeClaimUpdate in pkg/apis/core/validation/validation.go). */
final class ClaimRules implements ObjectRules {

    static final String PROTECTION = "kubernetes.io/pvc-protection";

    private final boolean storageProtection;

    ClaimRules(boolean storageProtection) {
        this.storageProtection = storageProtection;
    }

    @Override
    public void begin(ObjectNode claim) {
        Defaults.phase(claim, "Pending");
        if (storageProtection) {
            Metadata.of(claim).addFinalizer(PROTECTION);
        }
    }

    @Override
    public void complete(ObjectNode claim) {
        completeSpec(Defaults.object(claim, "spec"));
    }

    /** The specification of a claim, or of a template of claims. */
    static void completeSpec(ObjectNode spec) {
        Defaults.put(spec, "volumeMode", "Filesystem");
        // NormalizeDataSources in pkg/registry/core/persistentvolumeclaim/strategy.go
        if (spec.hasNonNull("dataSource") && !spec.hasNonNull("dataSourceRef")) {
            spec.set("dataSourceRef", spec.get("dataSource").deepCopy());
        } else if (spec.hasNonNull("dataSourceRef")
                && !spec.hasNonNull("dataSource")
                && !spec.path("dataSourceRef").hasNonNull("namespace")) {
            spec.set("dataSource", spec.get("dataSourceRef").deepCopy());
        }
    }

    @Override
    public Optional<String> whyInvalid(ObjectNode claim) {
        JsonNode spec = claim.path("spec");
        if (spec.path("accessModes").isEmpty()) {
            return Optional.of("spec.accessModes: Required value: at least 1 access mode is required");
        }
        JsonNode request = spec.at("/resources/requests/storage");
        if (request.isMissingNode()) {
            return Optional.of("spec.resources[storage]: Required value");
        }
        if (!Quantities.isPositive(request.asText())) {
            return Optional.of(
                    "spec.resources[storage]: Invalid value: \"" + request.asText() + "\": must be greater than zero");
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        List<String> changeable = new ArrayList<>(List.of("volumeAttributesClassName"));
        boolean bound = before.at("/status/phase").asText().equals("Bound");
        if (bound) {
            changeable.add("resources");
        }
        // Whoever binds a claim, and the default class, may fill in what the claim leaves open.
        for (String open : List.of("volumeName", "storageClassName")) {
            if (before.path("spec").path(open).asText("").isEmpty()) {
                changeable.add(open);
            }
        }
        if (Unchangeable.specChangedBut(before, after, changeable)) {
            return Optional.of("spec: Forbidden: spec is immutable after creation except resources.requests and"
                    + " volumeAttributesClassName for bound claims");
        }
        String request = "/spec/resources/requests/storage";
        if (bound
                && Quantities.isLess(
                        after.at(request).asText("0"), before.at(request).asText("0"))) {
            return Optional.of(
                    "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity");
        }
        return Optional.empty();
    }
}
