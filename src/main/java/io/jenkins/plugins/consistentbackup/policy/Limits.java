package io.jenkins.plugins.consistentbackup.policy;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule asks for where it applies; what it says nothing about is free. {@link #builder()} begins one.
 *
 * @param onlyFolders folders whose jobs alone may touch the namespaces, with all folders inside them; {@code *} stands for any
 *     characters of one folder's name; empty for all jobs
 * @param longestFreeze writes may be blocked for this long at most: a request's own limit is lowered to it
 * @param leastLevel a set that could only claim less is not made; what a template that no operator answers for states
 *     counts no more than the storage gives without it
 * @param groupSnapshot whether several volumes must be cut by one group snapshot
 * @param leastKept retention and removal leave at least so many usable sets of a namespace
 * @param leastInterval time from the beginning of one backup of a namespace to that of the next
 * @param profile the rights that must be there
 * @param templates names of the templates that may be used, with {@code *} for any characters, which no template meets
 *     that no operator answers for; empty for all
 * @param templateSources where templates may come from; empty for anywhere
 * @param restoring whether data may be put back
 * @param keptQuota how many volumes and safety snapshots that restores have replaced may be kept of a namespace
 */
public record Limits(
        List<String> onlyFolders,
        Optional<Duration> longestFreeze,
        Optional<Level> leastLevel,
        boolean groupSnapshot,
        Optional<Integer> leastKept,
        Optional<Duration> leastInterval,
        Optional<Profile> profile,
        List<String> templates,
        Set<TemplateOrigin> templateSources,
        Restoring restoring,
        Optional<Integer> keptQuota) {
    /** None at all. */
    public static final Limits NONE = builder().build();

    /** @throws IllegalArgumentException when a limit could never be met, or is none */
    public Limits {
        onlyFolders = List.copyOf(onlyFolders);
        templates = List.copyOf(templates);
        templateSources = Set.copyOf(templateSources);
        longestFreeze.ifPresent(limit -> require(
                limit.compareTo(Duration.ofSeconds(1)) >= 0,
                "the longest freeze must be at least 1 s, not " + limit.toMillis() + " ms"));
        leastKept.ifPresent(
                count -> require(count >= 1, "the least number of sets kept must be at least 1, not " + count));
        leastInterval.ifPresent(interval ->
                require(!interval.isNegative() && !interval.isZero(), "the least interval must be more than zero"));
        keptQuota.ifPresent(
                count -> require(count >= 1, "the quota of what restores keep must be at least 1, not " + count));
    }

    /** Limits that say nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    private static void require(final boolean holds, final String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Says one limit after the other; see {@link Limits}. */
    public static final class Builder {
        private List<String> onlyFolders = List.of();
        private Optional<Duration> longestFreeze = Optional.empty();
        private Optional<Level> leastLevel = Optional.empty();
        private boolean groupSnapshot;
        private Optional<Integer> leastKept = Optional.empty();
        private Optional<Duration> leastInterval = Optional.empty();
        private Optional<Profile> profile = Optional.empty();
        private List<String> templates = List.of();
        private Set<TemplateOrigin> templateSources = Set.of();
        private Restoring restoring = Restoring.ALLOWED;
        private Optional<Integer> keptQuota = Optional.empty();

        private Builder() {}

        public Builder onlyFolders(final List<String> folders) {
            onlyFolders = folders;
            return this;
        }

        public Builder longestFreeze(final Duration limit) {
            longestFreeze = Optional.of(limit);
            return this;
        }

        public Builder leastLevel(final Level level) {
            leastLevel = Optional.of(level);
            return this;
        }

        public Builder groupSnapshot(final boolean required) {
            groupSnapshot = required;
            return this;
        }

        public Builder leastKept(final int sets) {
            leastKept = Optional.of(sets);
            return this;
        }

        public Builder leastInterval(final Duration interval) {
            leastInterval = Optional.of(interval);
            return this;
        }

        public Builder profile(final Profile required) {
            profile = Optional.of(required);
            return this;
        }

        public Builder templates(final List<String> patterns) {
            templates = patterns;
            return this;
        }

        public Builder templateSources(final Set<TemplateOrigin> sources) {
            templateSources = sources;
            return this;
        }

        public Builder restoring(final Restoring allowed) {
            restoring = allowed;
            return this;
        }

        public Builder keptQuota(final int most) {
            keptQuota = Optional.of(most);
            return this;
        }

        /** @throws IllegalArgumentException when a limit could never be met, or is none */
        public Limits build() {
            return new Limits(
                    onlyFolders,
                    longestFreeze,
                    leastLevel,
                    groupSnapshot,
                    leastKept,
                    leastInterval,
                    profile,
                    templates,
                    templateSources,
                    restoring,
                    keptQuota);
        }
    }
}
