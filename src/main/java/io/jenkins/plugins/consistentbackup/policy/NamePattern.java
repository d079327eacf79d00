package io.jenkins.plugins.consistentbackup.policy;

import java.util.List;
import java.util.stream.IntStream;

/** Names as administrators mean several at once: {@code team-a-*}. */
public final class NamePattern {
    private NamePattern() {}

    /** Whether a job is in one of these folders, or in one inside of them; {@code *} stands for one or many folders. */
    static boolean within(final List<String> folders, final String item) {
        return folders.stream().anyMatch(folder -> matches(folder, item) || matches(folder + "/*", item));
    }

    /**
     * The same, strictly: a job is in a folder of its own full name alone, not by being called like one, and {@code *} stands
     * for no {@code /}.
     */
    static boolean strictlyWithin(final List<String> folders, final String item) {
        List<String> path = List.of(item.split("/", -1));
        return folders.stream().map(folder -> List.of(folder.split("/", -1))).anyMatch(folder -> begins(path, folder));
    }

    private static boolean begins(final List<String> path, final List<String> folder) {
        return path.size() > folder.size()
                && IntStream.range(0, folder.size()).allMatch(i -> matches(folder.get(i), path.get(i)));
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
