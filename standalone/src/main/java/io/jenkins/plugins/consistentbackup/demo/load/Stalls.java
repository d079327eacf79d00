package io.jenkins.plugins.consistentbackup.demo.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How long clients waited for their writes.
 *
 * @param longest of any write that was under way at some time in the window
 * @param typical median of all writes outside the window, for comparison; zero when there are none
 */
public record Stalls(Duration longest, Duration typical) {

    /**
     * Measures.
     *
     * @param records what the clients remember
     * @param fromNanos the window's begin
     * @param toNanos the window's end; writes that are not acknowledged by then are counted up to it
     */
    public static Stalls of(List<WriterRecord> records, long fromNanos, long toNanos) {
        List<Write> writes =
                records.stream().flatMap(record -> record.writes().stream()).toList();
        long longest = writes.stream()
                .filter(write -> overlaps(write, fromNanos, toNanos))
                .mapToLong(write -> write.acknowledgedNanos().orElse(toNanos) - write.begunNanos())
                .max()
                .orElse(0);
        long[] others = writes.stream()
                .filter(write -> write.acknowledgedNanos().isPresent() && !overlaps(write, fromNanos, toNanos))
                .mapToLong(write -> write.acknowledgedNanos().getAsLong() - write.begunNanos())
                .toArray();
        Arrays.sort(others);
        return new Stalls(
                Duration.ofNanos(longest), Duration.ofNanos(others.length == 0 ? 0 : others[others.length / 2]));
    }

    private static boolean overlaps(Write write, long fromNanos, long toNanos) {
        return write.begunNanos() - toNanos < 0
                && (write.acknowledgedNanos().isEmpty()
                        || write.acknowledgedNanos().getAsLong() - fromNanos > 0);
    }
}
