package io.jenkins.plugins.consistentbackup.demo.load;

import java.util.OptionalLong;

/**
 * One row that a client wrote, or tried to. All times are those of {@link System#nanoTime()} in the client's process.
 *
 * @param sequence the row's number in its writer's sequence, from 1 without a gap
 * @param begunNanos before anything of it was sent
 * @param acknowledgedNanos when the database had confirmed it; empty while it has not
 */
public record Write(long sequence, long begunNanos, OptionalLong acknowledgedNanos) {

    /** Whether it was confirmed before a moment: then every copy of that moment must have it. */
    public boolean acknowledgedBefore(long nanos) {
        return acknowledgedNanos.isPresent() && acknowledgedNanos.getAsLong() - nanos < 0;
    }

    /** Whether it was begun after a moment: then no copy of that moment can have it. */
    public boolean begunAfter(long nanos) {
        return begunNanos - nanos > 0;
    }
}
