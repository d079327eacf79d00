package io.jenkins.plugins.consistentbackup.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.faults.History.Event;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@code NothingLostTest} asks of a model, asked of volumes and snapshots with rows in them: histories at random of
 * backups that remove older sets, restores and undos while a database writes all the time, some of whose processes die at
 * some request and are gone on with or taken back. After each of them each acknowledged row can be reached, the database
 * runs on the right ones, and the sets are those that must be there, whole. {@code faults.seed} repeats a history.
 */
class NothingLostOnClusterTest {
    /** Of histories that have time. */
    private static final int MORE = 6;

    private static final long SEED_OF_BUILDS = 10;

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
        HistoryTally tally = live(Long.getLong("faults.seed", SEED_OF_BUILDS), 1, 0);

        for (Event event : History.LEAST) {
            assertThat(tally.count(event))
                    .as("%s: %s", event, tally)
                    .isGreaterThanOrEqualTo(Collections.frequency(History.LEAST, event));
        }
        assertThat(tally.removed).as("sets removed: %s", tally).isPositive();
        assertThat(tally.goneOnWith + tally.takenBack)
                .as("dead that had begun something: %s", tally)
                .isGreaterThanOrEqualTo(2);
    }

    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    @Test
    void everyRowHasACopyWhateverHappensForLong() throws Exception {
        live(Long.getLong("faults.seed", System.nanoTime()), Integer.getInteger("faults.histories", 100), MORE);
    }

    private static HistoryTally live(final long seed, final int histories, final int more) throws InterruptedException {
        HistoryTally tally = new HistoryTally();
        for (int i = 0; i < histories; i++) {
            History history = new History(cluster, i % 2 == 0, more, new Random(seed + i), tally);
            try {
                history.begin();
                while (history.goesOn()) {
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
        return tally;
    }
}
