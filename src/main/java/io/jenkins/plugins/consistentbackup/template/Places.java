package io.jenkins.plugins.consistentbackup.template;

import java.util.HashMap;
import java.util.Map;

/** Where the fields of a template stand in its text. */
final class Places {
    private final Map<String, Integer> keys = new HashMap<>();
    private final Map<String, Integer> texts = new HashMap<>();

    void put(final String field, final int line) {
        keys.putIfAbsent(field, line);
    }

    void putText(final String field, final int line) {
        texts.putIfAbsent(field, line);
    }

    /** The line of a field's name; 1 when it is not there. */
    int line(final String field) {
        return keys.getOrDefault(field, 1);
    }

    /** The line of the first line of a field's text. */
    int textLine(final String field) {
        return texts.getOrDefault(field, line(field));
    }
}
