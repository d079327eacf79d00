package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.template.HookTemplate.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Secrets where others can read them: in an argument (process lists), in the template, in a parameter (manifests). */
final class SecretRules implements LintRule {
    static final String ARGUMENT = "secret-argument";
    static final String PARAMETER = "secret-parameter";

    private static final Pattern SECRET_NAME = Pattern.compile("(^|_)(PASSWORD|PASSWD|PWD|SECRET|TOKEN|APIKEY)$");
    private static final String VARIABLES = "\\b(PGPASSWORD|MYSQL_PWD|REDISCLI_AUTH)=";
    private static final Map<Pattern, String> ARGUMENTS = new LinkedHashMap<>();

    static {
        add("(^|\\s)--(password|pass)[= ]\\s*[^\\s-]", "a password in an argument shows in process lists");
        add("(^|\\s)-p[^\\s-]\\S*", "-p with a password shows in process lists", "mysql|mariadb|mongo");
        add("(^|\\s)(-a|--pass)\\s+\\S", "a password in an argument shows in process lists", "redis-cli|valkey-cli");
        add("(^|\\s)(-u|--user)[= ]\\S+:\\S", "a password in an argument shows in process lists", "curl|wget|etcdctl");
        add(
                "\\benv\\s+(?:env\\s+|[^\\s=]+=\\S*+\\s+)*?" + VARIABLES,
                "variables of env are arguments, which process lists show");
        add(VARIABLES + "(?!\\s|$|[\"']?\\$)", "the template has a password in it");
        add("[a-z]+://[^\\s/:@\"']+:[^\\s@/\"']+@", "a URL with a password shows in process lists and logs");
    }

    private static void add(final String expression, final String message) {
        ARGUMENTS.put(Pattern.compile(expression), message);
    }

    private static void add(final String expression, final String message, final String programs) {
        add("\\b(" + programs + ")\\S*(\\s.*)?" + expression, message);
    }

    @Override
    public void check(final TemplateDocument document, final Problems problems) {
        document.lines().forEach(line -> check(line.code(), line.text().field(), line.number(), problems));
        if (!document.client().contains("-c")) {
            // As one line after env, since variables on a command line can only be its arguments.
            String client = "env " + String.join(" ", document.client());
            check(client, "hold.client", document.places().line("hold.client"), problems);
        }
        for (Parameter parameter : document.template().parameters()) {
            if (SECRET_NAME.matcher(parameter.name()).find()) {
                problems.error(
                        document.places().line("parameters"),
                        PARAMETER,
                        "parameter " + parameter.name() + " would put a secret into plans and manifests: take the name "
                                + "of a file in the container instead (" + parameter.name() + "_FILE)");
            }
        }
    }

    private static void check(final String code, final String field, final int line, final Problems problems) {
        for (Map.Entry<Pattern, String> argument : ARGUMENTS.entrySet()) {
            if (argument.getKey().matcher(code).find()) {
                problems.error(
                        line,
                        ARGUMENT,
                        field + ": " + argument.getValue()
                                + ": export the client's variable from the container's environment, in connect");
                return;
            }
        }
    }
}
