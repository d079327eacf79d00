package io.jenkins.plugins.consistentbackup.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A rule in words. */
final class RuleText {
    private RuleText() {}

    static String of(final Rule rule) {
        Limits limits = rule.limits();
        List<String> parts = new ArrayList<>();
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
        if (!limits.origins().isEmpty()) {
            parts.add("templates "
                    + limits.origins().stream().sorted().map(Object::toString).collect(Collectors.joining(" or ")));
        }
        switch (limits.restoring()) {
            case WITH_APPROVAL -> parts.add("restores with approval");
            case REFUSED -> parts.add("no restores");
            default -> {}
        }
        return "rule '" + rule.name() + "': " + (parts.isEmpty() ? "nothing is limited" : String.join("; ", parts));
    }

    private static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
