package io.jenkins.plugins.consistentbackup.config;

import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.consistentbackup.phase.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lists, pairs and choices, as people write them into one field. Errors are IllegalArgumentExceptions. */
public final class Words {
    private Words() {}

    /** What stands between commas or line ends, without blanks around it. */
    public static List<String> list(final String text) {
        return Names.list(text, ",\n");
    }

    /** {@code a=1, b=2}; the field is named when a part is no pair. */
    public static Map<String, String> pairs(final String field, final String text) {
        return pairs(field, list(text));
    }

    /** A pair a line, so that values may hold commas. */
    public static Map<String, String> lines(final String field, final String text) {
        return pairs(
                field,
                Util.fixNull(text)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList());
    }

    private static Map<String, String> pairs(final String field, final List<String> parts) {
        Map<String, String> pairs = new TreeMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(field + ": '" + part + "' is not of the form NAME=VALUE");
            }
            pairs.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        return pairs;
    }

    /** A constant by its name; the field is named when there is no such one. */
    public static <E extends Enum<E>> E choice(final String field, final Class<E> type, final String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(field + ": there is no '" + text + "'; write "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Words::lower)
                                .collect(Collectors.joining(" or "))));
    }

    /** A duration; the field is named when it is none. */
    public static Duration duration(final String field, final String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    /** How a constant is written. */
    public static String lower(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A drop-down: nothing first, with a label that says what that means, then each constant. */
    static ListBoxModel items(final String nothing, final Enum<?>... constants) {
        ListBoxModel items = new ListBoxModel();
        items.add(nothing, "");
        Arrays.stream(constants).map(Words::lower).forEach(items::add);
        return items;
    }
}
