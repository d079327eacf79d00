package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.policy.Limits;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.Restoring;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import io.jenkins.plugins.consistentbackup.policy.Scope;
import java.util.List;
import java.util.function.Supplier;

/** Rules as operators might set them. */
final class OperatorRules {
    private OperatorRules() {}

    /** Whether data may be put back. */
    static Supplier<PlacePolicy> restoring(final Restoring restoring) {
        return policy(Limits.builder().restoring(restoring).build());
    }

    /** One rule for everything, named {@code ops}. */
    static Supplier<PlacePolicy> policy(final Limits limits) {
        PlacePolicy policy = new PlacePolicy("", List.of(new Rule("ops", Scope.ALL, limits)));
        return () -> policy;
    }
}
