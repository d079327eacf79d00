package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.template.TemplateDocument.Line;
import io.jenkins.plugins.consistentbackup.template.TemplateDocument.Text;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An error that shows on one line.
 *
 * @param rule name of the rule
 * @param where the texts that it is an error in
 * @param pattern what it looks like
 * @param message what is wrong, why, and what to do
 */
record LinePattern(String rule, Predicate<Text> where, Pattern pattern, String message) implements LintRule {

    static LinePattern of(
            final String rule, final Predicate<Text> where, final String expression, final String message) {
        return new LinePattern(rule, where, Pattern.compile(expression, Pattern.CASE_INSENSITIVE), message);
    }

    @Override
    public void check(final TemplateDocument document, final Problems problems) {
        for (Line line : document.lines()) {
            if (where.test(line.text()) && pattern.matcher(line.code()).find()) {
                problems.error(line.number(), rule, line.text().field() + ": " + message);
            }
        }
    }
}
