package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.template.HookTemplate.Parameter;
import io.jenkins.plugins.consistentbackup.template.TemplateDocument.Line;
import io.jenkins.plugins.consistentbackup.template.TemplateDocument.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parameters and variables that nobody sets, or nobody reads. */
final class ReferenceRules implements LintRule {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern WHOLE = Pattern.compile("\\{[A-Za-z_][A-Za-z0-9_]*}");
    private static final Set<String> OF_STATEMENTS = Set.of("lockWait", "heartbeat");

    /** {@code $NAME} or {@code ${NAME}}, but not {@code ${NAME-default}}: that may well come from the container. */
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\\\)\\$(?:\\{([A-Z][A-Z0-9_]*)}|([A-Z][A-Z0-9_]*))");

    private static final Pattern ASSIGNED = Pattern.compile(
            "\\b([A-Z][A-Z0-9_]*)=|\\bfor\\s+([A-Z][A-Z0-9_]*)\\s+in\\b|\\bread\\s+(?:-r\\s+)?([A-Z][A-Z0-9_]*)");

    private static final Set<String> STANDARD = Set.of(
            "PATH", "HOME", "PWD", "OLDPWD", "IFS", "PPID", "HOSTNAME", "TMPDIR", "LOCK_WAIT", "HEARTBEAT", "CB_HOLD");

    /** Setting these changes what a script does, whatever it says. */
    private static final Pattern RESERVED =
            Pattern.compile("PATH|HOME|IFS|ENV|BASH_ENV|PS[1-4]|PPID|LD_.*|LOCK_WAIT|HEARTBEAT|CAPTURED|VOLUMES");

    @Override
    public void check(final TemplateDocument document, final Problems problems) {
        Set<String> declared = document.template().parameters().stream()
                .map(Parameter::name)
                .collect(Collectors.toCollection(HashSet::new));
        arguments(document, declared, problems);
        Set<String> assigned = assigned(document.texts());
        for (Line line : document.lines()) {
            if (line.text().shell()) {
                variables(line, declared, assigned, problems);
            } else {
                placeholders(line, problems);
            }
        }
        parameters(document, problems);
    }

    private static void arguments(
            final TemplateDocument document, final Set<String> declared, final Problems problems) {
        int line = document.places().line("hold.client");
        for (String argument : document.client()) {
            Matcher matcher = PLACEHOLDER.matcher(argument);
            boolean whole = WHOLE.matcher(argument).matches();
            while (!argument.contains("\n") && matcher.find()) {
                if (!whole) {
                    problems.error(
                            line,
                            "partial-argument",
                            "hold.client: only a whole argument is replaced, and " + argument
                                    + " is more than a parameter: make it an argument of its own");
                } else if (!declared.contains(matcher.group(1))) {
                    problems.error(
                            line,
                            "undeclared-parameter",
                            "hold.client: " + argument + " is no parameter of this template: declare it");
                }
            }
        }
    }

    private static void placeholders(final Line line, final Problems problems) {
        Matcher matcher = PLACEHOLDER.matcher(line.code());
        while (matcher.find()) {
            if (!OF_STATEMENTS.contains(matcher.group(1))) {
                problems.error(
                        line.number(),
                        "undeclared-parameter",
                        line.text().field() + ": statements get {lockWait} and {heartbeat} only, so that no value "
                                + "becomes part of them, not " + matcher.group());
            }
        }
    }

    private static void variables(
            final Line line, final Set<String> declared, final Set<String> assigned, final Problems problems) {
        Matcher matcher = VARIABLE.matcher(line.code());
        while (matcher.find()) {
            String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            boolean captured = name.equals("CAPTURED") && line.text().field().equals("restore.prepare");
            if (!captured && !declared.contains(name) && !assigned.contains(name) && !STANDARD.contains(name)) {
                problems.error(
                        line.number(),
                        "undeclared-parameter",
                        line.text().field() + ": $" + name
                                + " is no parameter and nothing sets it: declare it, or write " + "${" + name
                                + "-} if the container may have it");
            }
        }
    }

    private static Set<String> assigned(final List<Text> texts) {
        Set<String> names = new HashSet<>();
        for (Text text : texts) {
            Matcher matcher = ASSIGNED.matcher(text.text());
            while (matcher.find()) {
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    names.add(matcher.group(group));
                }
            }
        }
        return names;
    }

    private static void parameters(final TemplateDocument document, final Problems problems) {
        String all = document.texts().stream().map(Text::text).collect(Collectors.joining("\n")) + "\n"
                + String.join("\n", document.client());
        Set<String> seen = new HashSet<>();
        List<Parameter> parameters = document.template().parameters();
        for (int index = 0; index < parameters.size(); index++) {
            String name = parameters.get(index).name();
            int line = document.places().line("parameters[" + index + "].name");
            if (!seen.add(name)) {
                problems.error(line, "reserved-parameter", "parameter " + name + " is declared twice: remove one");
            }
            if (RESERVED.matcher(name).matches()) {
                problems.error(
                        line,
                        "reserved-parameter",
                        "parameter " + name + " would change what the shell itself does: give it another name");
            }
            if (!Pattern.compile("\\b" + name + "\\b").matcher(all).find()) {
                problems.warning(line, "unused-parameter", "parameter " + name + " is read by no script: remove it");
            }
        }
    }
}
