package io.jenkins.plugins.consistentbackup.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServerClockTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final ServerClock clock = new ServerClock(nanos::get);

    @Test
    void goesOnFromTheLatestDate() {
        clock.told("Fri, 27 Nov 2026 21:00:00 GMT");
        nanos.addAndGet(Duration.ofSeconds(70).toNanos());
        assertThat(clock.now()).contains(Instant.parse("2026-11-27T21:01:10Z"));

        clock.told("Fri, 27 Nov 2026 20:00:00 GMT"); // Somebody has set the server's clock.

        assertThat(clock.now()).contains(Instant.parse("2026-11-27T20:00:00Z"));
    }

    @Test
    void knowsNothingWithoutADate() {
        clock.told(null);
        clock.told("yesterday");

        assertThat(clock.now()).isEmpty();
    }
}
