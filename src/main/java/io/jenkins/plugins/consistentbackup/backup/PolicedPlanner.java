package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy.Limit;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Makes plans that keep to what the operators allow. They are judged by what the cluster says. */
final class PolicedPlanner {
    private final Planner planner;
    private final PlacePolicy policy;
    private final PolicyFacts facts;
    private final Catalog catalog;
    private final Clock clock;

    PolicedPlanner(final Planner planner, final BackupParts parts, final PlacePolicy policy) {
        this.planner = planner;
        this.policy = policy;
        this.facts = new PolicyFacts(parts.library());
        this.catalog = parts.catalog();
        this.clock = parts.clock();
    }

    /**
     * The request, with its limit of the freeze lowered to that of the rules. A template that the job brought along may
     * block writes without saying so: where there is one, the limit of the hold is lowered, too.
     */
    BackupRequest bounded(final BackupRequest request) {
        return policy.longestFreeze(request.namespace())
                .map(Limit::value)
                .map(longest -> {
                    BackupRequest lowered = request.withMaxFreeze(shorter(longest, request.maxFreeze()));
                    return facts.doubtful() ? lowered.withMaxHold(shorter(longest, request.maxHold())) : lowered;
                })
                .orElse(request);
    }

    private static Duration shorter(final Duration one, final Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The plan; fails with {@link BackupException} when the request cannot be met, or a rule refuses it. */
    CompletableFuture<BackupPlan> plan(final BackupRequest request) {
        BackupRequest bounded = bounded(request);
        return planner.plan(bounded, (profile, containers) -> requireAllowed(bounded, profile, containers))
                .thenCompose(plan -> requireInterval(bounded).thenApply(nothing -> judged(plan)));
    }

    /**
     * Fails with {@link BackupException} when the last backup of the namespace is not long enough ago. One that failed
     * has frozen its databases, too: it counts as long as something of it is there.
     */
    CompletableFuture<Void> requireInterval(final BackupRequest request) {
        return policy.leastInterval(request.namespace())
                .map(interval -> catalog.list(request.namespace())
                        .thenAccept(sets -> sets.stream()
                                .map(BackupSet::created)
                                .max(Comparator.naturalOrder())
                                .flatMap(newest -> interval.refusal(newest, clock.instant()))
                                .ifPresent(refusal -> {
                                    throw new BackupException(refusal);
                                })))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private void requireAllowed(
            final BackupRequest request, final Profile profile, final List<SelectedContainer> containers) {
        refuse(policy.refusals(facts.intent(request, profile, containers)));
    }

    private BackupPlan judged(final BackupPlan plan) {
        refuse(policy.refusals(facts.of(plan)));
        return plan.under(policy.lines(plan.namespace()));
    }

    private static void refuse(final List<String> refusals) {
        if (!refusals.isEmpty()) {
            throw BackupException.ofAll("the operators' rules refuse this backup", refusals);
        }
    }
}
