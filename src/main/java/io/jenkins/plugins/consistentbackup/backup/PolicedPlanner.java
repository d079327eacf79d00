package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy.Limit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes plans that keep to what the operators allow. They are judged by what the cluster says. */
final class PolicedPlanner {
    private final Planner planner;
    private final Supplier<PlacePolicy> policy;
    private final PolicyFacts facts;
    private final Catalog catalog;
    private final Cluster cluster;
    private final Clock clock;

    PolicedPlanner(final Planner planner, final BackupParts parts, final Supplier<PlacePolicy> policy) {
        this.planner = planner;
        this.policy = policy;
        this.facts = new PolicyFacts(parts.library());
        this.catalog = parts.catalog();
        this.cluster = parts.cluster();
        this.clock = parts.clock();
    }

    /**
     * The request, with its limit of the freeze lowered to that of the rules. A template that no operator answers for
     * may block writes without saying so: where there is one, the limit of the hold is lowered, too.
     */
    BackupRequest bounded(final BackupRequest request) {
        return bounded(request, policy.get());
    }

    private BackupRequest bounded(final BackupRequest request, final PlacePolicy rules) {
        return rules.longestFreeze(request.namespace())
                .map(Limit::value)
                .map(longest -> {
                    BackupRequest lowered = request.withMaxFreeze(shorter(longest, request.maxFreeze()));
                    return facts.doubtful(request) ? lowered.withMaxHold(shorter(longest, request.maxHold())) : lowered;
                })
                .orElse(request);
    }

    private static Duration shorter(final Duration one, final Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** How many sets stay after a backup: as many as it asks for, and no less than the rules ask for by then. */
    Optional<Integer> kept(final BackupRequest request) {
        return request.keep()
                .map(keep -> policy.get()
                        .leastKept(request.namespace())
                        .map(least -> Math.max(least.value(), keep))
                        .orElse(keep));
    }

    /** The plan; fails with {@link BackupException} when the request cannot be met, or a rule refuses it. */
    CompletableFuture<BackupPlan> plan(final BackupRequest request) {
        PlacePolicy rules = policy.get();
        BackupRequest bounded = bounded(request, rules);
        return planner.plan(
                        bounded,
                        (profile, containers) -> refuse(rules.refusals(facts.intent(bounded, profile, containers))))
                .thenCompose(plan -> requireInterval(bounded, rules).thenApply(nothing -> {
                    refuse(rules.refusals(facts.of(plan)));
                    return plan.under(rules.lines(plan.namespace()));
                }));
    }

    /**
     * Judges a plan by the rules as they are now, when it is about to be carried out; fails with {@link BackupException}
     * when one of them refuses it.
     *
     * @param request that the plan was made for, already bounded
     */
    CompletableFuture<Void> judgeAgain(final BackupRequest request, final BackupPlan plan) {
        PlacePolicy rules = policy.get();
        refuse(Stream.of(
                        rules.refusals(facts.intent(request, plan)),
                        rules.refusals(facts.of(plan)),
                        longerThanAllowed(request, rules))
                .flatMap(List::stream)
                .toList());
        return requireInterval(request, rules);
    }

    private List<String> longerThanAllowed(final BackupRequest request, final PlacePolicy rules) {
        BackupRequest bounded = bounded(request, rules);
        boolean longer = bounded.maxFreeze().compareTo(request.maxFreeze()) < 0
                || bounded.maxHold().compareTo(request.maxHold()) < 0;
        return rules
                .longestFreeze(request.namespace())
                .filter(longest -> longer)
                .map(longest -> longest.rule()
                        .refusal("writes are blocked for at most "
                                + longest.value().toSeconds() + " s since this backup was planned; run it again"))
                .stream()
                .toList();
    }

    /**
     * Fails with {@link BackupException} when the last backup of the namespace is not long enough ago. One that failed
     * has frozen its databases, too: it counts as long as something of it is there.
     */
    private CompletableFuture<Void> requireInterval(final BackupRequest request, final PlacePolicy rules) {
        return rules.leastInterval(request.namespace())
                .map(interval -> catalog.list(request.namespace())
                        .thenAccept(sets -> sets.stream()
                                .map(BackupSet::created)
                                .max(Comparator.naturalOrder())
                                .flatMap(newest -> interval.refusal(newest, now()))
                                .ifPresent(refusal -> {
                                    throw new BackupException(refusal);
                                })))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** By the clock that says when sets were made; this machine's may be minutes off. */
    private Instant now() {
        return cluster.serverTime().orElseGet(clock::instant);
    }

    private static void refuse(final List<String> refusals) {
        if (!refusals.isEmpty()) {
            throw BackupException.ofAll("the operators' rules refuse this backup", refusals);
        }
    }
}
