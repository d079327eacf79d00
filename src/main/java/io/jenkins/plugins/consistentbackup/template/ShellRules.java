package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.template.TemplateDocument.Line;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What works in bash only: containers have dash or busybox ash as their shell. */
final class ShellRules implements LintRule {
    static final String RULE = "bashism";

    private static final String START = "(^|[;&|({!]|\\b(if|elif|while|until|then|do|else)\\b)\\s*";
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'[^']*'");
    private static final Map<Pattern, String> ONLY_BASH = new LinkedHashMap<>();

    static {
        add(
                "\\bread\\s+(-\\w+\\s+)*-\\w*t",
                "read -t ends at once in dash, as if the time were over: use a timer process");
        add(START + "\\[\\[\\s", "[[ is no command in dash: use [ ] or case");
        add(START + "function\\s+\\w+", "function is no word of dash: write name() { ...; }");
        add(START + "source\\s", "source is no command in dash: write . file");
        add("\\w+\\+?=\\(", "dash has no arrays: use set -- and \"$@\"");
        add("(^|\\s)[<>]\\(", "dash has no process substitution: use a pipe or a file");
        add("&>", "&> starts a background job in dash: write > file 2>&1");
        add("<<<", "dash has no here-strings: use printf and a pipe");
        add("\\$'", "dash does not read $'...': use printf");
        add("(^|[^$(])\\(\\(", "(( )) is no command in dash: use [ $((a)) -lt b ]");
        add("\\[\\s[^\\]]*\\s==\\s", "[ a == b ] fails in dash: write =");
        add("\\bset\\s+-\\w*o\\s+pipefail", "older dash and ash have no pipefail: check each command");
        add("\\becho\\s+-[en]", "echo -e and -n are printed as text in some shells: use printf");
        add("\\{\\d+\\.\\.\\d+\\}", "dash does not expand {1..3}: use a loop or seq");
        add(START + "(let|declare|typeset|pushd|popd|shopt|mapfile|readarray)\\s", "this command is in bash only");
        add("\\$\\{\\w+(:\\d|//|\\^|,|\\[)", "dash has no such expansion: use sed, cut or printf");
    }

    private static void add(final String expression, final String message) {
        ONLY_BASH.put(Pattern.compile(expression), message);
    }

    @Override
    public void check(final TemplateDocument document, final Problems problems) {
        for (Line line : document.lines()) {
            if (line.text().shell()) {
                // The sign before a quote belongs to the shell, what is in single quotes to other programs.
                String code = SINGLE_QUOTED.matcher(line.code()).replaceAll("''");
                ONLY_BASH.forEach((pattern, message) -> {
                    if (pattern.matcher(code).find()) {
                        problems.error(line.number(), RULE, line.text().field() + ": " + message);
                    }
                });
            }
        }
    }
}
