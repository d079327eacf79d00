package io.jenkins.plugins.consistentbackup.quiesce;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines that a program wrote to its standard error, bounded. */
final class ErrorTail {
    private static final int LINES = 4;

    private final Deque<String> last = new ArrayDeque<>();

    void add(final String line) {
        String text = Quotation.of(line);
        if (!text.isBlank()) {
            last.addLast(text);
        }
        if (last.size() > LINES) {
            last.removeFirst();
        }
    }

    /** The lines, the oldest first. */
    List<String> lines() {
        return List.copyOf(last);
    }

    /** {@code : line | line}, or nothing. */
    @Override
    public String toString() {
        return last.isEmpty() ? "" : ": " + String.join(" | ", last);
    }
}
