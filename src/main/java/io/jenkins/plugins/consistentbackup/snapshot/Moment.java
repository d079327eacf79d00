package io.jenkins.plugins.consistentbackup.snapshot;

import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;

/**
 * When something happened, on this process' own clocks.
 *
 * @param nanos {@link System#nanoTime()}, for order and distance within this process
 * @param time wall clock, for people
 */
public record Moment(long nanos, Instant time) implements Serializable {

    public static Moment now(final Clock clock) {
        return new Moment(System.nanoTime(), clock.instant());
    }
}
