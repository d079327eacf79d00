package io.jenkins.plugins.consistentbackup.policy;

import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One rule and one backup: what the rule has against it, each with what to do. */
final class BackupJudgement {
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
        intent.templates().forEach(use -> refusals.addAll(TemplateJudgement.of(rule, use)));
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

    private void refuse(final LevelFacts database, final Level least) {
        boolean doubted = database.stated().atLeast(least);
        refuse("the set could only be " + word(database.believed()) + "-consistent, and the least level is "
                + word(least) + ": " + TemplateJudgement.handled(database.use())
                + (doubted
                        ? ", and what a template that no operator answers for says of its level does not count; "
                                + TemplateJudgement.REMEDY
                        : ""));
    }

    private void refuse(final String why) {
        refusals.add(rule.refusal(why));
    }

    private static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
