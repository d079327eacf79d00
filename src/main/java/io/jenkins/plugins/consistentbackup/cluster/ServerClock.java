package io.jenkins.plugins.consistentbackup.cluster;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The API server's clock, as the dates of its answers tell it: by it, and not by this machine's, objects are as old as
 * their creationTimestamp says. Safe for many threads.
 */
final class ServerClock {
    private final LongSupplier nanos;
    private volatile Told latest;

    /** @param nanos the monotonic clock of this process */
    ServerClock(final LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Told(Instant time, long nanos) {}

    /**
     * Notes when an answer was made.
     *
     * @param date as HTTP writes it; null, or something else, tells nothing
     */
    void told(final String date) {
        if (date == null) {
            return;
        }
        try {
            latest = new Told(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)), nanos.getAsLong());
        } catch (DateTimeParseException e) {
            return; // Whatever stands in front of the API server wrote this.
        }
    }

    /** The time there; late by what the latest answer took on its way, and by up to a second, which dates do not have. */
    Optional<Instant> now() {
        return Optional.ofNullable(latest).map(told -> told.time().plusNanos(nanos.getAsLong() - told.nanos()));
    }
}
