package io.jenkins.plugins.consistentbackup.trial;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that a test expected, and did not get.
 *
 * @param source file of the test
 * @param line of what was expected, from 1
 * @param test its name
 * @param what which expectation
 * @param expected what should have been seen
 * @param got what was
 */
public record Mismatch(String source, int line, String test, String what, String expected, String got) {

    /** For people: where, and under it the two, one above the other. */
    public List<String> lines() {
        return Stream.of(
                        source + ":" + line + ": " + test + ": " + what,
                        "  expected: " + indented(expected),
                        "  got:      " + indented(got))
                .toList();
    }

    private static String indented(final String text) {
        return text.stripTrailing().replace("\n", "\n            ");
    }
}
