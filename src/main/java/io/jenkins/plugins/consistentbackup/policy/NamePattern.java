package io.jenkins.plugins.consistentbackup.policy;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names as administrators mean several at once: {@code team-a-*}. */
public final class NamePattern {
    private NamePattern() {}

    /** Whether a pattern, in which {@code *} stands for any characters, matches a whole name. */
    public static boolean matches(final String pattern, final String name) {
        String regex =
                Arrays.stream(pattern.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return name.matches(regex);
    }
}
