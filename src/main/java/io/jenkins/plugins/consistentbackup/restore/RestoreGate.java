package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy.Limit;
import io.jenkins.plugins.consistentbackup.policy.Restoring;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets through what the operators allow. To take back a run that died is always allowed: until then its workload may
 * stand still.
 *
 * @param policy the rules for whoever asks, as they are when they are asked for
 * @param approved whether somebody who may has agreed
 */
record RestoreGate(Supplier<PlacePolicy> policy, boolean approved) {
    static final RestoreGate OPEN = new RestoreGate(() -> PlacePolicy.NONE, false);

    /** The plan with the rules that apply to it, and with a problem when one of them refuses it. */
    RestorePlan judged(final RestorePlan plan) {
        RestorePlan told = plan.operation() == Operation.PUT_BACK
                ? plan
                : plan.under(policy.get().lines(plan.namespace()));
        return refusal(plan.operation(), plan.namespace()).map(told::but).orElse(told);
    }

    /**
     * Judges once more a run that is about to change something: it may have waited for others.
     *
     * @throws RestoreException when a rule refuses it
     */
    void judgeAgain(final RestoreState state) {
        refusal(state.operation(), state.namespace()).ifPresent(refusal -> {
            throw new RestoreException(refusal);
        });
    }

    /** The rule that wants this plan to be approved. */
    Optional<Rule> wantsApproval(final RestorePlan plan) {
        return limit(plan.operation(), plan.namespace())
                .filter(limit -> limit.value() == Restoring.WITH_APPROVAL)
                .map(Limit::rule);
    }

    private Optional<Limit<Restoring>> limit(final Operation operation, final String namespace) {
        return operation == Operation.PUT_BACK ? Optional.empty() : policy.get().restoring(namespace);
    }

    private Optional<String> refusal(final Operation operation, final String namespace) {
        return limit(operation, namespace)
                .filter(limit -> limit.value() == Restoring.REFUSED || !approved)
                .map(limit -> limit.rule()
                        .refusal("nothing is put back in namespace " + namespace + " from here"
                                + (limit.value() == Restoring.REFUSED ? "" : " without approval")));
    }
}
