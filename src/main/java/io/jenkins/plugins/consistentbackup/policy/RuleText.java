package io.jenkins.plugins.consistentbackup.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A rule in words. */
final class RuleText {
    private RuleText() {}

    static String of(final Rule rule) {
        Limits limits = rule.limits();
        List<String> parts = new ArrayList<>();
        if (!limits.onlyFolders().isEmpty()) {
            parts.add("only jobs of " + String.join(", ", limits.onlyFolders()));
        }
        limits.longestFreeze().ifPresent(limit -> parts.add("writes blocked for at most " + limit.toSeconds() + " s"));
        limits.leastLevel().ifPresent(level -> parts.add("at least " + word(level) + "-consistent"));
        if (limits.groupSnapshot()) {
            parts.add("several volumes by one group snapshot");
        }
        limits.leastKept().ifPresent(count -> parts.add("at least " + count + " sets kept"));
        limits.leastInterval().ifPresent(time -> parts.add("a backup every " + time.toSeconds() + " s at most"));
        limits.profile().ifPresent(profile -> parts.add(word(profile) + " profile"));
        if (!limits.templates().isEmpty()) {
            parts.add("templates " + String.join(", ", limits.templates()));
        }
        if (!limits.templateSources().isEmpty()) {
            parts.add("templates " + TemplateJudgement.words(limits));
        }
        switch (limits.restoring()) {
            case WITH_APPROVAL -> parts.add("restores with approval");
            case REFUSED -> parts.add("no restores");
            default -> {}
        }
        limits.keptQuota().ifPresent(most -> parts.add("at most " + most + " replaced volumes or snapshots kept"));
        return "rule '" + rule.name() + "': " + (parts.isEmpty() ? "nothing is limited" : String.join("; ", parts));
    }

    private static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
