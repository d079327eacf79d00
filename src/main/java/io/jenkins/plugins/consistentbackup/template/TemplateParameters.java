package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.template.HookTemplate.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values for a template's parameters. They are data: no value ever becomes part of a command's text. */
public final class TemplateParameters {
    /** Longer values are refused: environment and command line have limits of their own. */
    private static final int MAX_LENGTH = 4096;

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
        List<String> wrong = new ArrayList<>();
        Map<String, String> values = new TreeMap<>();
        for (Parameter parameter : template.parameters()) {
            String value = requested.getOrDefault(
                    parameter.name(), parameter.defaultValue().orElse(null));
            if (value == null) {
                wrong.add(parameter.name() + " must be set: " + parameter.description());
            } else {
                problem(parameter, value).ifPresent(wrong::add);
                values.put(parameter.name(), value);
            }
        }
        new TreeMap<>(requested)
                .keySet().stream()
                        .filter(name -> template.parameters().stream()
                                .noneMatch(parameter -> parameter.name().equals(name)))
                        .forEach(name -> wrong.add(name + " is not one of its parameters (" + names(template) + ")"));
        if (!wrong.isEmpty()) {
            throw new TemplateException(
                    "parameters of template " + template.name() + " are wrong: " + String.join("; ", wrong));
        }
        return values;
    }

    private static Optional<String> problem(final Parameter parameter, final String value) {
        if (value.length() > MAX_LENGTH || value.indexOf('\0') >= 0) {
            return Optional.of(parameter.name() + " is longer than " + MAX_LENGTH + " characters or binary");
        }
        return parameter
                .pattern()
                .filter(pattern -> !BoundedMatch.matches(Pattern.compile(pattern), value))
                .map(pattern -> parameter.name() + " does not match " + pattern + ": " + parameter.description());
    }

    private static String names(final HookTemplate template) {
        return template.parameters().isEmpty()
                ? "it has none"
                : template.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    /**
     * Puts values into a client's command line. An argument {@code {NAME}} is replaced as a whole; nothing else is.
     *
     * @param client {@link HoldRecipe#client()}
     * @param values complete values
     */
    public static List<String> arguments(final List<String> client, final Map<String, String> values) {
        return client.stream()
                .map(argument -> argument.startsWith("{") && argument.endsWith("}")
                        ? values.getOrDefault(argument.substring(1, argument.length() - 1), argument)
                        : argument)
                .toList();
    }
}
