package io.jenkins.plugins.consistentbackup.policy;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule asks for where it applies; what it says nothing about is free.
 *
 * @param longestFreeze writes may be blocked for this long at most: a request's own limit is lowered to it
 * @param leastLevel a set that could only claim less is not made; what a template of a job's own states counts no more than
 *     the storage gives without it
 * @param groupSnapshot whether several volumes must be cut by one group snapshot
 * @param leastKept retention and removal leave at least so many usable sets of a namespace
 * @param leastInterval time from the beginning of one backup of a namespace to that of the next
 * @param profile the rights that must be there
 * @param templates names of the templates that may be used, with {@code *} for any characters, which no template of a job's
 *     own meets; empty for all
 * @param origins who may answer for a template; empty for anybody
 * @param restoring whether data may be put back
 */
public record Limits(
        Optional<Duration> longestFreeze,
        Optional<Level> leastLevel,
        boolean groupSnapshot,
        Optional<Integer> leastKept,
        Optional<Duration> leastInterval,
        Optional<Profile> profile,
        List<String> templates,
        Set<TemplateOrigin> origins,
        Restoring restoring) {
    /** None at all. */
    public static final Limits NONE = new Limits(
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Set.of(),
            Restoring.ALLOWED);

    /** @throws IllegalArgumentException when a limit could never be met, or is none */
    public Limits {
        templates = List.copyOf(templates);
        origins = Set.copyOf(origins);
        longestFreeze.ifPresent(limit -> require(
                limit.compareTo(Duration.ofSeconds(1)) >= 0,
                "the longest freeze must be at least 1 s, not " + limit.toMillis() + " ms"));
        leastKept.ifPresent(
                count -> require(count >= 1, "the least number of sets kept must be at least 1, not " + count));
        leastInterval.ifPresent(interval ->
                require(!interval.isNegative() && !interval.isZero(), "the least interval must be more than zero"));
    }

    /** The same with another word on restores. */
    public Limits with(final Restoring other) {
        return new Limits(
                longestFreeze, leastLevel, groupSnapshot, leastKept, leastInterval, profile, templates, origins, other);
    }

    private static void require(final boolean holds, final String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
