package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.faults.History.Event;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What has happened in histories. */
final class HistoryTally {
    private final Map<Event, Integer> events = new EnumMap<>(Event.class);
    int removed;
    int goneOnWith;
    int takenBack;
    /** Processes that died before they had begun to change anything, or after. */
    int diedBesides;
    /** Runs that nothing was to happen to. */
    int failed;

    void add(final Event event) {
        events.merge(event, 1, Integer::sum);
    }

    int count(final Event event) {
        return events.getOrDefault(event, 0);
    }

    /** In one line for people. */
    @Override
    public String toString() {
        String counts = Arrays.stream(Event.values())
                .map(event -> event + ": " + count(event))
                .collect(Collectors.joining(", "));
        return "%s; sets removed: %d; of the dead gone on with: %d, taken back: %d; died before or after: %d; failed: %d"
                .formatted(counts, removed, goneOnWith, takenBack, diedBesides, failed);
    }
}
