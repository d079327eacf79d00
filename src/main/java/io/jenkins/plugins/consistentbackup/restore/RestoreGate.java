package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy.Limit;
import io.jenkins.plugins.consistentbackup.policy.Restoring;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import io.jenkins.plugins.consistentbackup.policy.TemplateUse;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lets through what the operators allow. To take back a run that died is always allowed: until then its workload may
 * stand still.
 *
 * @param policy the rules for whoever asks, as they are when they are asked for
 * @param approved whether somebody who may has agreed
 */
record RestoreGate(Supplier<PlacePolicy> policy, boolean approved) {
    static final RestoreGate OPEN = new RestoreGate(() -> PlacePolicy.NONE, false);

    /**
     * The plan with the rules that apply to it, and with a problem for each of them that refuses it.
     *
     * @param library the templates that do not come from the namespace
     * @param kept how much is kept in the namespace; 0 where that does not matter
     */
    RestorePlan judged(final RestorePlan plan, final TemplateLibrary library, final int kept) {
        if (plan.operation() == Operation.PUT_BACK) {
            return plan;
        }
        RestorePlan told = plan.under(lines(plan));
        return told.but(Stream.concat(
                        refusal(plan.namespace()).stream(),
                        plan.state().stream().flatMap(state -> refusals(state, library, kept).stream()))
                .toList());
    }

    /**
     * Judges once more a run that is about to change something: it may have waited for others.
     *
     * @throws RestoreException when a rule refuses it
     */
    void judgeAgain(final RestoreState state, final TemplateLibrary library, final int kept) {
        if (state.operation() == Operation.PUT_BACK) {
            return;
        }
        List<String> refusals = Stream.concat(
                        refusal(state.namespace()).stream(), refusals(state, library, kept).stream())
                .toList();
        if (!refusals.isEmpty()) {
            throw new RestoreException(String.join("\n", refusals));
        }
    }

    /** Whether it has to be known how much is kept in a namespace. */
    boolean asksForKept(final Operation operation, final String namespace) {
        return operation == Operation.RESTORE
                && policy.get().keptQuota(namespace).isPresent();
    }

    /** The rule that wants this plan to be approved. */
    Optional<Rule> wantsApproval(final RestorePlan plan) {
        return plan.operation() == Operation.PUT_BACK
                ? Optional.empty()
                : policy.get()
                        .restoring(plan.namespace())
                        .filter(limit -> limit.value() == Restoring.WITH_APPROVAL)
                        .map(Limit::rule);
    }

    private Optional<String> refusal(final String namespace) {
        PlacePolicy rules = policy.get();
        return rules.closed(namespace)
                .or(() -> rules.restoring(namespace)
                        .filter(limit -> limit.value() == Restoring.REFUSED || !approved)
                        .map(limit -> limit.rule()
                                .refusal("nothing is put back in namespace " + namespace + " from here"
                                        + (limit.value() == Restoring.REFUSED ? "" : " without approval"))));
    }

    /** Of an undo, none: whoever may restore can take it back, whatever was kept and held by which template. */
    private List<String> refusals(final RestoreState state, final TemplateLibrary library, final int kept) {
        if (state.operation() == Operation.UNDO) {
            return List.of();
        }
        List<TemplateUse> uses = state.pods.stream()
                .map(pod -> pod.use(state.namespace(), library))
                .toList();
        return Stream.concat(
                        namespaces(state).flatMap(namespace -> policy.get().refusals(namespace, uses).stream()),
                        overQuota(state, kept).stream())
                .distinct()
                .toList();
    }

    /** Of the namespace where a copy's data is from only what is said of templates counts. */
    private List<String> lines(final RestorePlan plan) {
        List<String> here = policy.get().lines(plan.namespace());
        Stream<String> there = plan.state().stream()
                .flatMap(RestoreGate::namespaces)
                .filter(namespace -> !namespace.equals(plan.namespace()))
                .flatMap(namespace -> policy.get().lines(namespace).stream()
                        .filter(line -> !here.contains(line))
                        .map(line -> "for templates, as the data is of namespace " + namespace + ": " + line));
        return Stream.concat(here.stream(), there).toList();
    }

    /** Where things are changed, and where the data is from, which is another namespace for a copy. */
    private static Stream<String> namespaces(final RestoreState state) {
        return Stream.of(state.namespace(), state.setNamespace)
                .filter(Objects::nonNull)
                .distinct();
    }

    private Optional<String> overQuota(final RestoreState state, final int kept) {
        long more = state.claims.stream().filter(ReplacedClaim::hadData).count();
        return policy.get()
                .keptQuota(state.namespace())
                .filter(limit -> state.operation() == Operation.RESTORE && kept + more > limit.value())
                .map(limit -> limit.rule()
                        .refusal("at most " + limit.value() + " replaced volumes and snapshots are kept of namespace "
                                + state.namespace() + "; " + kept + " are there, and this would keep " + more
                                + " more. Remove what is not needed: consistent-backup kept -n " + state.namespace()
                                + " --expired, or with names"));
    }
}
