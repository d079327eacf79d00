package io.jenkins.plugins.consistentbackup.embedded.api.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** RoleBindings and ClusterRoleBindings (pkg/apis/rbac/validation/validation.go). */
final class BindingRules implements ObjectRules {

    @Override
    public void complete(ObjectNode binding) {
        Defaults.put(Defaults.object(binding, "roleRef"), "apiGroup", "rbac.authorization.k8s.io");
    }

    @Override
    public Optional<String> whyInvalid(ObjectNode binding) {
        String kind = binding.at("/roleRef/kind").asText("");
        if (!kind.equals("Role") && !kind.equals("ClusterRole")) {
            return Optional.of(
                    "roleRef.kind: Unsupported value: \"" + kind + "\": supported values: \"ClusterRole\", \"Role\"");
        }
        return binding.at("/roleRef/name").asText("").isEmpty()
                ? Optional.of("roleRef.name: Required value")
                : Optional.empty();
    }

    @Override
    public Optional<String> whyNotChangeable(ObjectNode before, ObjectNode after) {
        return Unchangeable.changed(before, after, "/roleRef")
                ? Optional.of("roleRef: Invalid value: " + after.path("roleRef") + ": cannot change roleRef")
                : Optional.empty();
    }
}
