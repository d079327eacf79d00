package io.jenkins.plugins.consistentbackup.phase;

import java.util.regex.Pattern;

/** Text of others (a container, the API server, an image's name) as part of a line of a log, which it must not break or forge. */
public final class OneLine {
    /** A tab breaks nothing; the last two separate lines, too, and are no control characters. */
    private static final Pattern BREAKING = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029&&[^\\t]]");

    private OneLine() {}

    /** The text with a space for each character that would break a line. */
    public static String of(final String text) {
        // Nothing else changes: a secret is found and hidden later, as it was written.
        return BREAKING.matcher(text).replaceAll(" ");
    }
}
