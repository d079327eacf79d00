package io.jenkins.plugins.consistentbackup.template;

/**
 * Something wrong with a template.
 *
 * @param severity whether the template may be used all the same
 * @param source what the text was read from: a file name, or words such as {@code ConfigMap shop/templates}
 * @param line line within it, from 1
 * @param rule the rule's name, as {@code docs/templates.md} lists it
 * @param message what is wrong, why, and what to do, in one sentence
 */
public record Finding(Severity severity, String source, int line, String rule, String message) {

    /** How bad it is. */
    public enum Severity {
        /** The template is refused. */
        ERROR,
        /** It may be used, but probably does not do what its author thinks. */
        WARNING
    }

    @Override
    public String toString() {
        String word = severity == Severity.ERROR ? "error" : "warning";
        return source + ":" + line + ": " + word + ": " + message + " [" + rule + "]";
    }
}
