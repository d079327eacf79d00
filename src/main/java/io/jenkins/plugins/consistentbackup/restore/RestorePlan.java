package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What would be done, found out without any side effect. A plan with problems is never run.
 *
 * @param operation what is asked for
 * @param namespace where
 * @param set the set that is put back; absent for an undo
 * @param profile the rights to work with
 * @param cutAt when the set's data was as it would be again; absent for an undo
 * @param plannedAt when this plan was made
 * @param steps what would be done, one line each, in order
 * @param warnings what the user should know before it happens
 * @param problems what makes it impossible, each with what to do about it
 * @param missing rights that are lacking
 * @param rules what the operators allow here, in words
 * @param state where a run of this plan begins; absent when there are problems
 */
public record RestorePlan(
        Operation operation,
        String namespace,
        Optional<String> set,
        Profile profile,
        Optional<Instant> cutAt,
        Instant plannedAt,
        List<String> steps,
        List<String> warnings,
        List<String> problems,
        List<Right> missing,
        List<String> rules,
        Optional<RestoreState> state) {

    /** Whether it can be run. */
    public boolean possible() {
        return problems.isEmpty();
    }

    /**
     * Whether it would bring the same data to the same claims and workloads, by the same templates, with the same images and as
     * many replicas, as another plan that can be run. Names that a run gives to what it makes do not count: they are new in
     * each plan.
     */
    public boolean bringsTheSameAs(final RestorePlan other) {
        return operation == other.operation
                && namespace.equals(other.namespace)
                && set.equals(other.set)
                && targets().equals(other.targets());
    }

    private List<String> targets() {
        RestoreState run = state.orElseThrow();
        return Stream.of(
                        Stream.of("set " + run.setDigest),
                        run.claims.stream()
                                .map(claim -> claim.name + " " + claim.newSize + " from " + source(run, claim)),
                        run.workloads.stream().map(StoppedWorkload::wanted),
                        run.pods.stream()
                                .map(pod -> String.join(" ", pod.pod, pod.container, pod.templateDigest)
                                        + new TreeMap<>(pod.parameters)))
                .flatMap(Function.identity())
                .toList();
    }

    /** A copy's snapshots have names of its own, and are the set's all the same. */
    private static String source(final RestoreState run, final ReplacedClaim claim) {
        return run.copies.stream()
                .filter(copy -> copy.name.equals(claim.sourceSnapshot))
                .findFirst()
                .map(copy -> copy.handle)
                .orElseGet(claim::newSource);
    }

    /** The same, with more that makes it impossible; the same when there is nothing more. */
    RestorePlan but(final List<String> more) {
        return more.isEmpty()
                ? this
                : with(Stream.concat(problems.stream(), more.stream()).toList(), rules, Optional.empty());
    }

    /** The same, with what the operators allow. */
    RestorePlan under(final List<String> applying) {
        return with(problems, List.copyOf(applying), state);
    }

    private RestorePlan with(
            final List<String> otherProblems, final List<String> otherRules, final Optional<RestoreState> otherState) {
        return new RestorePlan(
                operation,
                namespace,
                set,
                profile,
                cutAt,
                plannedAt,
                steps,
                warnings,
                otherProblems,
                missing,
                otherRules,
                otherState);
    }

    /** How much time's writes would be discarded if it were run now; absent when none would be. */
    public Optional<Duration> discards() {
        return operation == Operation.RESTORE ? cutAt.map(cut -> Duration.between(cut, plannedAt)) : Optional.empty();
    }

    /**
     * The state that a run begins with.
     *
     * @throws RestoreException with every problem, when there are some
     */
    public RestoreState begin() {
        if (!possible()) {
            throw new RestoreException(String.join("\n", problems));
        }
        return state.orElseThrow();
    }

    /** In lines for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(operation.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + set.map(id -> " of set " + id).orElse("") + " in namespace " + namespace + " ("
                + profile.name().toLowerCase(Locale.ROOT)
                + " profile)");
        discards()
                .ifPresent(window -> lines.add("  DISCARDS what was written since " + cutAt.orElseThrow() + " ("
                        + window.toSeconds() + " s so far)"));
        steps.forEach(step -> lines.add("  " + step));
        rules.forEach(rule -> lines.add("  " + rule));
        warnings.forEach(warning -> lines.add("  warning: " + warning));
        problems.forEach(problem -> lines.add("  impossible: " + problem));
        return lines;
    }
}
