package io.jenkins.plugins.consistentbackup.template;

import java.util.List;

/** Finds templates that are known to be wrong: that would lose a lock, leave one behind, or show a secret. */
public final class TemplateLinter {
    private TemplateLinter() {}

    /**
     * Checks a template's text, whether it can be read or not.
     *
     * @param source what the text was read from, for messages
     * @param text the YAML document
     * @return everything found, in the order of lines; a template without errors may be used
     */
    public static List<Finding> lint(final String source, final String text) {
        try {
            TemplateParser.parse(source, text);
            return List.of();
        } catch (TemplateException e) {
            return e.findings();
        }
    }
}
