package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy.Limit;
import io.jenkins.plugins.consistentbackup.policy.Restoring;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import java.util.Optional;

/**
 * Lets through what the operators allow. To take back a run that died is always allowed: until then its workload may
 * stand still.
 *
 * @param policy the rules for whoever asks
 * @param approved whether somebody who may has agreed
 */
record RestoreGate(PlacePolicy policy, boolean approved) {
    static final RestoreGate OPEN = new RestoreGate(PlacePolicy.NONE, false);

    /** The plan, with a problem when a rule refuses it. */
    RestorePlan judged(final RestorePlan plan) {
        return limit(plan)
                .filter(limit -> limit.value() == Restoring.REFUSED || !approved)
                .map(limit -> plan.but(refusal(plan, limit)))
                .orElse(plan);
    }

    /** The rule that wants this plan to be approved. */
    Optional<Rule> wantsApproval(final RestorePlan plan) {
        return limit(plan)
                .filter(limit -> limit.value() == Restoring.WITH_APPROVAL)
                .map(Limit::rule);
    }

    private Optional<Limit<Restoring>> limit(final RestorePlan plan) {
        return plan.operation() == Operation.PUT_BACK ? Optional.empty() : policy.restoring(plan.namespace());
    }

    private static String refusal(final RestorePlan plan, final Limit<Restoring> limit) {
        return limit.rule()
                .refusal("nothing is put back in namespace " + plan.namespace() + " from here"
                        + (limit.value() == Restoring.REFUSED ? "" : " without approval"));
    }
}
