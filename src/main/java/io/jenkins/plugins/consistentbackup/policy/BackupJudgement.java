package io.jenkins.plugins.consistentbackup.policy;

import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One rule and one backup: what the rule has against it, each with what to do. */
final class BackupJudgement {
    private static final String REMEDY = "have an operator add it to the hook templates of the global configuration";

    private final Rule rule;
    private final Limits limits;
    private final List<String> refusals = new ArrayList<>();

    private BackupJudgement(final Rule rule) {
        this.rule = rule;
        this.limits = rule.limits();
    }

    static List<String> of(final Rule rule, final BackupIntent intent) {
        BackupJudgement judgement = new BackupJudgement(rule);
        judgement.judge(intent);
        return judgement.refusals;
    }

    static List<String> of(final Rule rule, final BackupFacts facts) {
        BackupJudgement judgement = new BackupJudgement(rule);
        judgement.judge(facts);
        return judgement.refusals;
    }

    private void judge(final BackupIntent intent) {
        limits.profile()
                .filter(profile -> profile != intent.profile())
                .ifPresent(
                        profile -> refuse("the " + word(profile) + " profile is required, and the rights here are those"
                                + " of the " + word(intent.profile()) + " profile"));
        limits.leastKept()
                .filter(least -> intent.keep().orElse(least) < least)
                .ifPresent(least -> refuse("at least " + least + " sets are kept, and the backup would keep "
                        + intent.keep().orElseThrow() + "; ask for keep: " + least + " or more"));
        intent.held().forEach(this::judgeName);
        intent.held().forEach(this::judgeOrigin);
    }

    private void judge(final BackupFacts facts) {
        limits.leastLevel()
                .ifPresent(least -> facts.levels().stream()
                        .filter(database -> !database.believed().atLeast(least))
                        .forEach(database -> refuse(database, least)));
        if (limits.groupSnapshot() && !facts.apart().isEmpty()) {
            refuse("several volumes are cut by one group snapshot, and " + String.join(", ", facts.apart())
                    + " could not be");
        }
    }

    private void judgeName(final HeldFacts held) {
        if (limits.templates().isEmpty() || !held.own() && meetsName(held.template())) {
            return;
        }
        refuse(held + " would be held by template " + held.template()
                + (held.own() ? ", which the job itself has named so" : "") + "; allowed are "
                + String.join(", ", limits.templates()) + (held.own() ? ": use one of those, or " + REMEDY : ""));
    }

    private boolean meetsName(final String template) {
        return limits.templates().stream().anyMatch(pattern -> NamePattern.matches(pattern, template));
    }

    private void judgeOrigin(final HeldFacts held) {
        if (limits.origins().isEmpty() || limits.origins().contains(held.origin())) {
            return;
        }
        refuse(held + " would be held by template " + held.template() + ", which is " + held.origin()
                + "; allowed are templates "
                + limits.origins().stream().sorted().map(Object::toString).collect(Collectors.joining(" or "))
                + (held.own() ? ": " + REMEDY : ""));
    }

    private void refuse(final LevelFacts database, final Level least) {
        HeldFacts held = database.held();
        boolean doubted = database.stated().atLeast(least);
        refuse("the set could only be " + word(database.believed()) + "-consistent, and the least level is "
                + word(least) + ": " + held + " would be held by template " + held.template()
                + (doubted
                        ? ", and what a template that the job brings along says of its level does not count; " + REMEDY
                        : ""));
    }

    private void refuse(final String why) {
        refusals.add(rule.refusal(why));
    }

    private static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
