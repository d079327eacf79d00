package io.jenkins.plugins.consistentbackup.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One rule and one use of a template: what the rule has against it, each with what to do. */
final class TemplateJudgement {
    static final String REMEDY = "have an operator add it to the hook templates of the global configuration";

    private TemplateJudgement() {}

    static List<String> of(final Rule rule, final TemplateUse use) {
        List<String> refusals = new ArrayList<>();
        Limits limits = rule.limits();
        if (!limits.templates().isEmpty() && (use.doubtful() || !meetsName(limits.templates(), use.template()))) {
            refusals.add(rule.refusal(handled(use) + (use.doubtful() ? ", which no operator answers for" : "")
                    + "; allowed are " + String.join(", ", limits.templates())
                    + (use.doubtful() ? ": use one of those, or " + REMEDY : "")));
        }
        if (!limits.templateSources().isEmpty() && !limits.templateSources().contains(use.origin())) {
            refusals.add(rule.refusal(handled(use) + ", which is " + use.origin() + "; allowed are templates "
                    + words(limits) + (use.doubtful() ? ": " + REMEDY : "")));
        }
        return refusals;
    }

    static String handled(final TemplateUse use) {
        return use + " would be handled by template " + use.template();
    }

    /** The sources that a rule allows. */
    static String words(final Limits limits) {
        return limits.templateSources().stream().sorted().map(Object::toString).collect(Collectors.joining(" or "));
    }

    private static boolean meetsName(final List<String> patterns, final String template) {
        return patterns.stream().anyMatch(pattern -> NamePattern.matches(pattern, template));
    }
}
