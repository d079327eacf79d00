package io.jenkins.plugins.consistentbackup.demo.load;

import java.util.List;
import java.util.Map;

/**
 * The rows of a table of a restored database.
 *
 * @param table which table
 * @param sequences the numbers that were found for each writer, in ascending order
 */
public record FoundRows(String table, Map<Integer, List<Long>> sequences) {

    /** How many there are. */
    public int count() {
        return sequences.values().stream().mapToInt(List::size).sum();
    }

    /** Those of one writer; empty when there are none. */
    public List<Long> of(int writer) {
        return sequences.getOrDefault(writer, List.of());
    }
}
