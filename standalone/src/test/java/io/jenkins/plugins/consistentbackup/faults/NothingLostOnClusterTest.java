package io.jenkins.plugins.consistentbackup.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@code NothingLostTest} asks of a model, asked of volumes and snapshots with rows in them: histories at random of
 * backups, restores and undos while a database writes all the time, some of whose processes die at some request; and each
 * acknowledged row can be reached after each of them. {@code faults.seed} repeats a history.
 */
class NothingLostOnClusterTest {
    private static final int STEPS = 7;
    private static final long SEED_OF_BUILDS = 3;

    private static SweepCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new SweepCluster();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void everyRowHasACopyWhateverHappens() throws Exception {
        live(Long.getLong("faults.seed", SEED_OF_BUILDS), 1);
    }

    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @Test
    void everyRowHasACopyWhateverHappensForLong() throws Exception {
        live(Long.getLong("faults.seed", System.nanoTime()), Integer.getInteger("faults.histories", 100));
    }

    private static void live(final long seed, final int histories) throws InterruptedException {
        History.Tally tally = new History.Tally();
        for (int i = 0; i < histories; i++) {
            History history = new History(cluster, i % 2 == 0, new Random(seed + i), tally);
            try {
                history.begin();
                for (int step = 0; step < STEPS; step++) {
                    history.step();
                    assertThat(history.broken())
                            .as("history with faults.seed=%d: %s", seed + i, history)
                            .isEmpty();
                }
            } finally {
                history.end();
            }
        }
        System.out.printf("nothing lost on the cluster (seed %d): %d histories, %s%n", seed, histories, tally);
        assertThat(tally.done).isPositive();
    }
}
