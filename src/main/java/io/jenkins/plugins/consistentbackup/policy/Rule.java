package io.jenkins.plugins.consistentbackup.policy;

/**
 * One rule of the operators.
 *
 * @param name what refusals call it
 * @param scope where it applies
 * @param limits what it asks for
 */
public record Rule(String name, Scope scope, Limits limits) {

    /** What is said of something that the rule does not allow. */
    public String refusal(final String why) {
        return "rule '" + name + "' of the operators: " + why;
    }
}
