package io.jenkins.plugins.consistentbackup.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One rule and one backup. */
final class BackupJudgement {
    private final Rule rule;
    private final Limits limits;
    private final BackupFacts facts;
    private final List<String> refusals = new ArrayList<>();

    BackupJudgement(final Rule rule, final BackupFacts facts) {
        this.rule = rule;
        this.limits = rule.limits();
        this.facts = facts;
    }

    /** What the rule has against it, each with what to do. */
    List<String> refusals() {
        limits.leastLevel()
                .filter(least -> !facts.level().atLeast(least))
                .ifPresent(least -> refuse("the set could only be " + word(facts.level())
                        + "-consistent, and the least level is " + word(least)));
        limits.profile()
                .filter(profile -> profile != facts.profile())
                .ifPresent(
                        profile -> refuse("the " + word(profile) + " profile is required, and the rights here are those"
                                + " of the " + word(facts.profile()) + " profile"));
        limits.leastKept()
                .filter(least -> facts.keep().orElse(least) < least)
                .ifPresent(least -> refuse("at least " + least + " sets are kept, and the backup would keep "
                        + facts.keep().orElseThrow() + "; ask for keep: " + least + " or more"));
        if (limits.groupSnapshot() && facts.apart().size() > 1) {
            refuse("several volumes are cut by one group snapshot, and " + String.join(", ", facts.apart())
                    + " could not be");
        }
        facts.held().forEach(this::judgeTemplate);
        return refusals;
    }

    private void judgeTemplate(final HeldFacts held) {
        if (!limits.templates().isEmpty()
                && limits.templates().stream().noneMatch(pattern -> NamePattern.matches(pattern, held.template()))) {
            refuse(held.container() + " (image " + held.image() + ") would be held by template " + held.template()
                    + "; allowed are " + String.join(", ", limits.templates()));
        }
        if (!limits.origins().isEmpty() && !limits.origins().contains(held.origin())) {
            refuse(held.container() + " would be held by template " + held.template() + ", which is " + held.origin()
                    + "; allowed are templates "
                    + limits.origins().stream().sorted().map(Object::toString).collect(Collectors.joining(" or ")));
        }
    }

    private void refuse(final String why) {
        refusals.add(rule.refusal(why));
    }

    private static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
