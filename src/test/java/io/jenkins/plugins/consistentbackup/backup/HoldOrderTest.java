package io.jenkins.plugins.consistentbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HoldOrderTest {
    @Test
    void whatBlocksNobodyIsHeldFirst() {
        assertThat(HoldOrder.wave(false, Role.PRIMARY)).isLessThan(HoldOrder.wave(true, Role.REPLICA));
    }

    @Test
    void replicasAreHeldBeforeTheirPrimary() {
        assertThat(HoldOrder.wave(true, Role.REPLICA)).isLessThan(HoldOrder.wave(true, Role.PRIMARY));
        assertThat(HoldOrder.wave(false, Role.REPLICA)).isLessThan(HoldOrder.wave(false, Role.ONLY));
    }

    @Test
    void everyLimitIsShorterThanTheNext() {
        for (long seconds : new long[] {2, 10, 300, 3600}) {
            HoldLimits limits = HoldLimits.within(Duration.ofSeconds(seconds));

            assertThat(limits.lockWait()).isLessThan(limits.budget());
            assertThat(limits.budget()).isLessThan(limits.deadline());
        }
    }
}
