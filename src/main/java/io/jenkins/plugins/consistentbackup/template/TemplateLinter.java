package io.jenkins.plugins.consistentbackup.template;

import java.util.List;

/**
 * Finds templates that are known to be wrong: that would lose a lock, leave one behind, or show a secret. It reads
 * lines, not languages: it knows the mistakes that were made before, and silence is no proof.
 */
public final class TemplateLinter {
    private static final List<LintRule> RULES = List.of(
            new HoldRules(),
            new LockRules(),
            new SecretRules(),
            new ReferenceRules(),
            new ShellRules(),
            new RoleRule());

    private TemplateLinter() {}

    /**
     * Checks a template's text, whether it can be read or not.
     *
     * @param source what the text was read from, for messages
     * @param text the YAML document
     * @return everything found, in the order of lines; a template without errors may be used
     */
    public static List<Finding> lint(final String source, final String text) {
        Problems problems = new Problems(source);
        TemplateReader.read(text, problems)
                .ifPresent(document -> RULES.forEach(rule -> rule.check(document, problems)));
        return problems.findings();
    }

    /** A role probe that cannot give both answers gives a wrong one, and the order of holds depends on it. */
    private static final class RoleRule implements LintRule {
        @Override
        public void check(final TemplateDocument document, final Problems problems) {
            document.template()
                    .role()
                    .filter(script -> !script.contains("primary") || !script.contains("replica"))
                    .ifPresent(script -> problems.error(
                            document.places().line("role"),
                            "unknown-role",
                            "role must print primary or replica, and this script never prints one of them"));
        }
    }
}
