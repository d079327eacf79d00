package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Leases (ValidateLeaseSpec in pkg/apis/coordination/validation, pkg/registry/coordination/lease/strategy.go). */
final class LeaseRules implements ObjectRules {

    @Override
    public Optional<String> whyInvalid(ObjectNode lease) {
        JsonNode duration = lease.at("/spec/leaseDurationSeconds");
        if (!duration.isMissingNode() && !duration.isNull() && duration.asInt() <= 0) {
            return Optional.of(
                    "spec.leaseDurationSeconds: Invalid value: " + duration.asInt() + ": must be greater than 0");
        }
        int transitions = lease.at("/spec/leaseTransitions").asInt();
        return transitions < 0
                ? Optional.of(
                        "spec.leaseTransitions: Invalid value: " + transitions + ": must be greater than or equal to 0")
                : Optional.empty();
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }
}
