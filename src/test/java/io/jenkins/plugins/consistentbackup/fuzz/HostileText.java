package io.jenkins.plugins.consistentbackup.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts that were good before somebody had a hand in them. */
public final class HostileText {
    /** Far more than a reader may take, also on a machine that is busy with other things. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int MOST_CHANGES = 4;
    private static final int LONGEST_RANGE = 200;

    /** What YAML, numbers, base64 and line protocols have their troubles with. */
    private static final List<String> TROUBLES = List.of(
            "&a ",
            "*a ",
            "&a [*a, *a, *a]",
            "<<: *a",
            "!!binary ",
            "!!binary '*'",
            "!!int ",
            "!!int 'x'",
            "!!float x",
            "!!timestamp x",
            "!!javax.script.ScriptEngineManager [x]",
            "!<tag:yaml.org,2002:set> ",
            "! ",
            "!%4",
            "0x",
            "0b_",
            "0o9",
            "-",
            "1_000",
            "1e999999999",
            "9".repeat(400),
            ".inf",
            "12:30:45",
            "~",
            "null",
            "? ",
            ": ",
            "- ",
            "- - - ",
            "{",
            "}",
            "[",
            "]",
            "{a: b, a: b}",
            "[".repeat(3000),
            "{a: ".repeat(1500),
            "- ".repeat(2000),
            "'",
            "\"",
            "\"\\x",
            "\"\\uD800\"",
            "|+9",
            ">-\n",
            "%YAML 9.9\n---\n",
            "---\n",
            "...\n",
            "# ",
            "@",
            "`",
            "\t",
            "\r",
            "\n",
            "\u0000",
            "\u0007",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\uD800",
            "\uD83D\uDE00",
            "=====",
            "x".repeat(70_000));

    private HostileText() {}

    /** Good texts, changed in a few places. */
    public static Arbitrary<String> from(final List<String> good) {
        return Arbitraries.longs().map(seed -> changed(good, new Random(seed)));
    }

    /** Nothing but what readers have their troubles with. */
    public static Arbitrary<String> outOfNothing() {
        return Arbitraries.oneOf(Arbitraries.of(TROUBLES), Arbitraries.strings().ofMaxLength(20))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    /** Fails when work takes long; work that does not end is stopped. */
    public static void soon(final Runnable work) {
        assertTimeoutPreemptively(LIMIT, work::run);
    }

    private static String changed(final List<String> good, final Random random) {
        StringBuilder text = new StringBuilder(good.get(random.nextInt(good.size())));
        for (int left = 1 + random.nextInt(MOST_CHANGES); left > 0; left--) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(LONGEST_RANGE));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, text.substring(from, to).repeat(1 + random.nextInt(50)));
                case 2 ->
                    text.replace(from, Math.min(text.length(), from + 1), Character.toString(random.nextInt(256)));
                case 3 -> text.replace(from, to, trouble(random));
                default -> text.insert(from, trouble(random));
            }
        }
        return text.toString();
    }

    private static String trouble(final Random random) {
        return TROUBLES.get(random.nextInt(TROUBLES.size()));
    }
}
