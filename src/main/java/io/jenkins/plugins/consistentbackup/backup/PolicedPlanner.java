package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.policy.BackupFacts;
import io.jenkins.plugins.consistentbackup.policy.HeldFacts;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy.Limit;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Makes plans that keep to what the operators allow. They are judged by what the cluster says. */
final class PolicedPlanner {
    private final Planner planner;
    private final PlacePolicy policy;
    private final TemplateLibrary library;
    private final Catalog catalog;
    private final Clock clock;

    PolicedPlanner(final Planner planner, final BackupParts parts, final PlacePolicy policy) {
        this.planner = planner;
        this.policy = policy;
        this.library = parts.library();
        this.catalog = parts.catalog();
        this.clock = parts.clock();
    }

    /** The request, with its limit of the freeze lowered to that of the rules. */
    BackupRequest bounded(final BackupRequest request) {
        return policy.longestFreeze(request.namespace())
                .map(Limit::value)
                .filter(longest -> longest.compareTo(request.maxFreeze()) < 0)
                .map(request::withMaxFreeze)
                .orElse(request);
    }

    /** The plan; fails with {@link BackupException} when the request cannot be met, or a rule refuses it. */
    CompletableFuture<BackupPlan> plan(final BackupRequest request) {
        BackupRequest bounded = bounded(request);
        return planner.plan(bounded)
                .thenCompose(plan -> requireInterval(bounded).thenApply(nothing -> judged(plan, bounded.keep())));
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

    private BackupPlan judged(final BackupPlan plan, final Optional<Integer> keep) {
        List<String> refusals = policy.refusals(facts(plan, keep));
        if (!refusals.isEmpty()) {
            throw BackupException.ofAll("the operators' rules refuse this backup", refusals);
        }
        return plan.under(policy.lines(plan.namespace()));
    }

    private BackupFacts facts(final BackupPlan plan, final Optional<Integer> keep) {
        return new BackupFacts(
                plan.namespace(),
                plan.profile(),
                plan.level(),
                plan.groups().stream()
                        .filter(Predicate.not(PlannedGroup::trailing).and(Predicate.not(PlannedGroup::grouped)))
                        .flatMap(group -> group.claims().stream())
                        .toList(),
                keep,
                plan.databases().stream().map(this::held).toList());
    }

    private HeldFacts held(final PlannedDatabase database) {
        return new HeldFacts(
                database.container().toString(),
                database.image(),
                database.template(),
                library.originOf(database.template()));
    }
}
