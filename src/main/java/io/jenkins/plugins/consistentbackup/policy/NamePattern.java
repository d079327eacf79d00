package io.jenkins.plugins.consistentbackup.policy;

import java.util.List;

/** Names as administrators mean several at once: {@code team-a-*}. */
public final class NamePattern {
    private NamePattern() {}

    /** Whether a job is in one of these folders, or in one inside of them. */
    static boolean within(final List<String> folders, final String item) {
        return folders.stream().anyMatch(folder -> matches(folder, item) || matches(folder + "/*", item));
    }

    /**
     * Whether a pattern, in which {@code *} stands for any characters, matches a whole name. Takes no longer for many
     * stars, and a line separator in a name is a character like any other: with a regular expression it was not.
     */
    public static boolean matches(final String pattern, final String name) {
        String[] parts = pattern.split("\\*+", -1);
        String first = parts[0];
        String last = parts[parts.length - 1];
        if (parts.length == 1) {
            return pattern.equals(name);
        }
        int from = first.length();
        int to = name.length() - last.length();
        if (from > to || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], from);
            if (found < 0) {
                return false;
            }
            from = found + parts[i].length();
        }
        return from <= to;
    }
}
