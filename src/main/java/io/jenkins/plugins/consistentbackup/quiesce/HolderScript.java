package io.jenkins.plugins.consistentbackup.quiesce;

import io.jenkins.plugins.consistentbackup.template.HoldRecipe;
import io.jenkins.plugins.consistentbackup.template.HoldRecipe.Family;
import io.jenkins.plugins.consistentbackup.template.TemplateParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is sent to a container's shell: values as quoted assignments, then scripts of ours. All of it goes by standard
 * input, because arguments of an exec become part of a URL and of the API server's audit log.
 */
final class HolderScript {
    private static final int HUNDREDTHS = 10;

    /**
     * Reads a name, a line that ends the script, and a script from standard input, byte by byte as {@code read} does, and
     * runs the script with the rest of standard input still unread. (A shell that is given a script as its standard input
     * may read ahead: dash does.) The name becomes the name of the shell, by which leftovers are found.
     */
    static final List<String> COMMAND = List.of(
            "sh",
            "-c",
            "IFS= read -r n&&exec sh -c 'IFS= read -r e;s=;while IFS= read -r l;do if [ \"$l\" = \"$e\" ];"
                    + "then eval \"$s\";exit;fi;s=\"$s$l\n\";done;exit 1' \"$n\"");

    private HolderScript() {}

    /** The text that starts a hold; the protocol's lines follow it. */
    static String hold(final HoldRequest request, final String mark) {
        return sent(
                name(request),
                mark,
                values(request, mark) + "export CB_HOLD\n" + resource("common.sh") + resource("hold.sh"));
    }

    /** The text that ends what may be left of a hold. */
    static String leftover(final HoldRequest request, final String mark, final Duration limit) {
        return sent(
                "consistent-backup-leftover",
                mark,
                values(request, mark)
                        + value("CB_LIMIT", hundredths(limit))
                        + resource("common.sh")
                        + resource("leftover.sh"));
    }

    /** The text that runs a short script. */
    static String run(
            final String script, final Map<String, String> environment, final String mark, final Duration limit) {
        return sent(
                "consistent-backup-script",
                mark,
                exported(environment)
                        + value("CB_MARK", mark)
                        + value("CB_LIMIT", hundredths(limit))
                        + value("CB_SCRIPT", script)
                        + resource("common.sh")
                        + resource("run.sh"));
    }

    /** A mark that nobody can know ends the script: a line of some value must not. */
    private static String sent(final String name, final String mark, final String script) {
        return name + "\n" + mark + "-script\n" + script + mark + "-script\n";
    }

    private static String name(final HoldRequest request) {
        return "consistent-backup-hold:" + request.id() + "/";
    }

    private static String values(final HoldRequest request, final String mark) {
        HoldRecipe recipe = request.template().hold();
        boolean statements = !recipe.client().isEmpty();
        Map<String, String> environment = new TreeMap<>(request.parameters());
        environment.put("LOCK_WAIT", seconds(request.lockWait()));
        environment.put("HEARTBEAT", seconds(request.heartbeat()));
        String[] printed = recipe.mark().orElse("").split("\\{mark}", 2);
        String nothing = statements ? "" : ":";
        return exported(environment)
                + value("CB_HOLD", name(request))
                + value("CB_MARK", mark)
                + value("CB_FAMILY", recipe.family().name())
                + value("CB_DEADLINE", hundredths(request.deadline()))
                + value("CB_WINDOW", hundredths(request.heartbeat()))
                + value("CB_CLIENT", statements ? "statements" : "scripts")
                + value("CB_MARK_BEFORE", printed[0])
                + value("CB_MARK_AFTER", printed.length > 1 ? printed[1].stripTrailing() : "")
                + value("CB_ACQUIRE", text(request, recipe.acquire()))
                + value("CB_PROVE", recipe.prove().map(t -> text(request, t)).orElse(flushed(recipe)))
                + value("CB_RELEASE", text(request, recipe.release(), nothing))
                + value("CB_RETAINED", text(request, recipe.retained(), nothing))
                + value("CB_END_ALL", text(request, recipe.end(), nothing))
                + "cb_client() { " + (statements ? "exec " + client(request) : "cb_scripts") + "\n}\n";
    }

    /** What was flushed stays flushed: there is nothing to prove by asking. */
    private static String flushed(final HoldRecipe recipe) {
        return recipe.family() == Family.FLUSH && recipe.client().isEmpty() ? "echo flushed" : "";
    }

    private static String text(final HoldRequest request, final Optional<String> text, final String nothing) {
        return text.map(found -> text(request, found)).orElse(nothing);
    }

    /** Scripts have variables; statements get the numbers in their text. */
    private static String text(final HoldRequest request, final String text) {
        return request.template().hold().client().isEmpty()
                ? text
                : text.replace("{lockWait}", seconds(request.lockWait()))
                        .replace("{heartbeat}", seconds(request.heartbeat()));
    }

    private static String client(final HoldRequest request) {
        return TemplateParameters.arguments(request.template().hold().client(), request.parameters()).stream()
                .map(HolderScript::quoted)
                .collect(Collectors.joining(" "));
    }

    private static String exported(final Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(entry -> "export " + value(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    /** @throws HoldException when the name would be more than one: records of restores can be edited in the cluster */
    private static String value(final String name, final String value) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new HoldException("this is no name of a variable: " + Quotation.of(name));
        }
        return name + "=" + quoted(value) + "\n";
    }

    /** As one word of a shell, whatever is in it: only the quote itself means something between single quotes. */
    static String quoted(final String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String seconds(final Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    private static String hundredths(final Duration duration) {
        return Long.toString(duration.toMillis() / HUNDREDTHS);
    }

    private static String resource(final String name) {
        try (InputStream stream = HolderScript.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the build lacks the resource quiesce/" + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
