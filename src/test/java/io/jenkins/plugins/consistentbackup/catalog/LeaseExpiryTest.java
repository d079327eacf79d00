package io.jenkins.plugins.consistentbackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseExpiryTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final long SECOND = 1_000_000_000L;

    @Test
    void expiresOnlyAfterItWasSeenUnchangedForItsDuration() {
        LeaseExpiry expiry = new LeaseExpiry("", 0).seen("7", 100 * SECOND);
        assertThat(expiry.expired(TEN, 100 * SECOND)).isFalse();
        assertThat(expiry.seen("7", 109 * SECOND).expired(TEN, 109 * SECOND)).isFalse();
        assertThat(expiry.seen("7", 110 * SECOND).expired(TEN, 110 * SECOND)).isTrue();
    }

    @Test
    void aRenewalStartsTheTimeAnew() {
        LeaseExpiry expiry = new LeaseExpiry("", 0).seen("7", 0).seen("8", 9 * SECOND);
        assertThat(expiry.expired(TEN, 11 * SECOND)).isFalse();
        assertThat(expiry.expired(TEN, 19 * SECOND)).isTrue();
    }
}
