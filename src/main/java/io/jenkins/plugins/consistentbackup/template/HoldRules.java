package io.jenkins.plugins.consistentbackup.template;

import io.jenkins.plugins.consistentbackup.template.HoldRecipe.Family;
import io.jenkins.plugins.consistentbackup.template.HookTemplate.ByDriver;
import io.jenkins.plugins.consistentbackup.template.TemplateDocument.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What each family of hold must have, and must not. */
final class HoldRules implements LintRule {
    private static final Pattern PRINTS_LOG = Pattern.compile("(['\"]|\\becho\\s+)log\\s");

    @Override
    public void check(final TemplateDocument document, final Problems problems) {
        HoldRecipe hold = document.template().hold();
        Places places = document.places();
        int line = places.line("hold.family");
        switch (hold.family()) {
            case SESSION -> session(hold, places, problems);
            case STATE -> state(hold, places, problems);
            case FLUSH -> flush(hold, places, problems);
        }
        if (hold.family() == Family.FLUSH && !hold.client().isEmpty()) {
            problems.error(
                    places.line("hold.client"),
                    "client-without-lock",
                    "a flush is made by a script and holds nothing, so there is nothing to keep a client for: remove "
                            + "hold.client");
        }
        if (hold.blocksWrites() && document.template().writable().isEmpty()) {
            problems.error(
                    places.line("hold.blocksWrites"),
                    "no-writable-check",
                    "writes are blocked and nothing shows that they go on afterwards: add writable");
        }
        boolean bounded =
                hold.acquire().contains("{lockWait}") || hold.acquire().contains("LOCK_WAIT");
        if (hold.blocksWrites() && !bounded) {
            problems.warning(
                    places.line("hold.acquire"),
                    "unbounded-lock-wait",
                    "a lock that is waited for can block everybody as long as it waits: bound it with {lockWait} or "
                            + "$LOCK_WAIT");
        }
        retained(document, problems);
        levels(document, problems);
    }

    private static void session(final HoldRecipe hold, final Places places, final Problems problems) {
        int line = places.line("hold.family");
        if (hold.client().isEmpty()) {
            problems.error(
                    line,
                    "session-without-client",
                    "a session lock ends with its session, and a script's ends at once: add hold.client");
        } else {
            mark(hold, places, problems);
        }
        require(hold.prove(), "prove", line, problems);
        require(hold.release(), "release", line, problems);
    }

    private static void mark(final HoldRecipe hold, final Places places, final Problems problems) {
        if (hold.mark().filter(mark -> mark.contains("{mark}")).isEmpty()) {
            problems.error(
                    places.line(hold.mark().isPresent() ? "hold.mark" : "hold.client"),
                    "no-mark",
                    "nothing shows that the client has done its statements: add hold.mark, which prints {mark}");
        }
    }

    /** A state may have a client: some databases take no new connection, or no release from another one, while held. */
    private static void state(final HoldRecipe hold, final Places places, final Problems problems) {
        int line = places.line("hold.family");
        if (!hold.client().isEmpty()) {
            mark(hold, places, problems);
        }
        require(hold.prove(), "prove", line, problems);
        require(hold.release(), "release", line, problems);
    }

    private static void require(
            final Optional<String> step, final String name, final int line, final Problems problems) {
        if (step.isEmpty()) {
            String why = name.equals("release")
                    ? "nothing lets go of the lock"
                    : "nothing shows that the lock is still held when the volumes were cut";
            problems.error(line, "no-" + name, why + ": add hold." + name);
        }
    }

    private static void flush(final HoldRecipe hold, final Places places, final Problems problems) {
        Map<String, Optional<String>> steps = Map.of(
                "prove", hold.prove(), "release", hold.release(), "retained", hold.retained(), "end", hold.end());
        steps.forEach((name, step) -> {
            if (step.isPresent()) {
                problems.error(
                        places.line("hold." + name),
                        "flush-holds-nothing",
                        "a flush holds nothing, so there is nothing for hold." + name
                                + ": remove it, or choose another " + "family");
            }
        });
        if (hold.blocksWrites()) {
            problems.error(
                    places.line("hold.blocksWrites"),
                    "flush-holds-nothing",
                    "a flush holds nothing, so it cannot block writes: set hold.blocksWrites to false");
        }
    }

    private static void retained(final TemplateDocument document, final Problems problems) {
        HoldRecipe hold = document.template().hold();
        boolean hasLog = document.texts().stream()
                .filter(text -> text.field().equals("volumes"))
                .map(Text::text)
                .anyMatch(text -> PRINTS_LOG.matcher(text).find());
        if (hasLog && hold.retained().isEmpty()) {
            problems.error(
                    document.places().line("volumes"),
                    "no-retained",
                    "log volumes are cut after the release, and nothing proves that the log is still whole then: add "
                            + "hold.retained");
        }
        if (hold.retained().filter(text -> !text.contains("RETAINED")).isPresent()) {
            problems.error(
                    document.places().line("hold.retained"),
                    "no-retained",
                    "hold.retained never prints RETAINED, so no backup would succeed");
        }
    }

    private static void levels(final TemplateDocument document, final Problems problems) {
        HookTemplate.Levels levels = document.template().levels();
        List.of(
                        Map.entry("one", levels.one()),
                        Map.entry("several", levels.several()),
                        Map.entry("group", levels.group()))
                .forEach(entry -> level("levels." + entry.getKey(), entry.getValue(), document.places(), problems));
    }

    private static void level(final String field, final ByDriver level, final Places places, final Problems problems) {
        if (level.torn() == Level.APPLICATION) {
            problems.error(
                    places.line(field + ".torn"),
                    "torn-application",
                    field + " claims application for a driver that copies while files change: a hold does not help "
                            + "against that, claim crash or none");
        }
        if (!level.atomic().atLeast(level.torn())) {
            problems.error(
                    places.line(field + ".torn"),
                    "torn-above-atomic",
                    field + " claims more for a torn copy than for an atomic one: exchange them");
        }
    }
}
