package io.jenkins.plugins.consistentbackup.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rules for one cluster and job.
 *
 * @param item full name of the job that asks, with its folders; empty outside of Jenkins
 * @param rules those whose scope meets both
 */
public record PlacePolicy(String item, List<Rule> rules) {
    /** Nothing is refused. */
    public static final PlacePolicy NONE = new PlacePolicy("", List.of());

    public PlacePolicy {
        rules = List.copyOf(rules);
    }

    /** A limit, and the rule that sets it. */
    public record Limit<T>(T value, Rule rule) {}

    /** Why the job may not touch a namespace at all, with the rule that says so; empty when it may. */
    public Optional<String> closed(final String namespace) {
        return in(namespace)
                .filter(rule -> !rule.limits().onlyFolders().isEmpty())
                .filter(rule -> !NamePattern.strictlyWithin(rule.limits().onlyFolders(), item))
                .findFirst()
                .map(rule -> rule.refusal("namespace " + namespace + " is open to jobs of "
                        + String.join(", ", rule.limits().onlyFolders()) + " alone"));
    }

    /** The longest time for which writes of a namespace may be blocked. */
    public Optional<Limit<Duration>> longestFreeze(final String namespace) {
        return each(namespace, Limits::longestFreeze).min(Comparator.comparing(Limit::value));
    }

    /** How many usable sets of a namespace must stay. */
    public Optional<Limit<Integer>> leastKept(final String namespace) {
        return each(namespace, Limits::leastKept).max(Comparator.comparing(Limit::value));
    }

    /** The least time between two backups of a namespace. */
    public Optional<Interval> leastInterval(final String namespace) {
        return each(namespace, Limits::leastInterval)
                .max(Comparator.comparing(Limit::value))
                .map(limit -> new Interval(limit.value(), limit.rule()));
    }

    /** Whether data may be put back in a namespace, with the strictest rule unless all is allowed. */
    public Optional<Limit<Restoring>> restoring(final String namespace) {
        return each(namespace, limits -> Optional.of(limits.restoring()))
                .filter(limit -> limit.value() != Restoring.ALLOWED)
                .max(Comparator.comparing(Limit::value));
    }

    /** How many volumes and safety snapshots that restores have replaced may be kept of a namespace. */
    public Optional<Limit<Integer>> keptQuota(final String namespace) {
        return each(namespace, Limits::keptQuota).min(Comparator.comparing(Limit::value));
    }

    /** Why these templates may not be used in a namespace: a line for each limit that one breaks, which names the rule. */
    public List<String> refusals(final String namespace, final List<TemplateUse> templates) {
        return in(namespace)
                .flatMap(rule -> templates.stream().flatMap(use -> TemplateJudgement.of(rule, use).stream()))
                .toList();
    }

    /**
     * Why a backup may not even be planned: a line for each limit that it breaks, which names the rule; empty when it may.
     * To be asked before a script of its templates runs: a plan asks databases what they are, with such scripts.
     */
    public List<String> refusals(final BackupIntent intent) {
        return Stream.concat(
                        closed(intent.namespace()).stream(),
                        in(intent.namespace()).flatMap(rule -> BackupJudgement.of(rule, intent).stream()))
                .toList();
    }

    /** Why a backup that was planned may not be made; see {@link #refusals(BackupIntent)}. */
    public List<String> refusals(final BackupFacts facts) {
        return in(facts.namespace())
                .flatMap(rule -> BackupJudgement.of(rule, facts).stream())
                .toList();
    }

    /** What applies to backups and restores of a namespace, for people: a line for each rule; empty when nothing does. */
    public List<String> lines(final String namespace) {
        return in(namespace).map(RuleText::of).toList();
    }

    private Stream<Rule> in(final String namespace) {
        return rules.stream().filter(rule -> rule.scope().meets(namespace));
    }

    private <T> Stream<Limit<T>> each(final String namespace, final Function<Limits, Optional<T>> limit) {
        List<Limit<T>> found = new ArrayList<>();
        in(namespace)
                .forEach(rule -> limit.apply(rule.limits()).ifPresent(value -> found.add(new Limit<>(value, rule))));
        return found.stream();
    }
}
