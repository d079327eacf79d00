package io.jenkins.plugins.consistentbackup.restore;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When what a run keeps may be removed. */
final class Expiry {
    private Expiry() {}

    static Instant of(final RestoreState state, final Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofSeconds(state.keepSeconds));
    }
}
