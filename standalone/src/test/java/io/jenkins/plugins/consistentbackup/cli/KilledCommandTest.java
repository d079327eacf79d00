package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the command while it holds a real database: nobody is left to let go but the container itself. */
class KilledCommandTest {
    private static final String NAMESPACE = "killed";
    private static final Duration CUT = Duration.ofSeconds(50);
    private static final int BUDGET_SECONDS = 30;
    /** What the container is given: the budget and three seconds for a release over a slow connection. */
    private static final long DEADLINE_MILLIS = (BUDGET_SECONDS + 3) * 1000L;

    private static final long LATE_MILLIS = 1000;

    @TempDir
    private static Path folder;

    private static LiveShop shop;

    @BeforeAll
    static void open() throws Exception {
        shop = new LiveShop(folder);
        shop.cluster().namespace(NAMESPACE);
        shop.cluster().mariadb(NAMESPACE, "maria");
        assertThat(shop.sql(NAMESPACE, "CREATE TABLE t (n INT)").exitCode()).isZero();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    void databaseWritesAgainAndTheNextRunTakesOver() throws Exception {
        shop.embedded().driver(Storage.ATOMIC).settings().cutLatency(CUT);
        killedInTheHold();
        shop.heal();
        assertThat(shop.traces(NAMESPACE)).anyMatch(trace -> trace.endsWith(" INCOMPLETE"));

        shop.shortenLease(NAMESPACE);
        CommandLineRun next = shop.run("backup", NAMESPACE, "--wait", "30s", "-o", "json");
        assertThat(next.status()).as(next.toString()).isZero();
        CommandLineRun delete = shop.run("delete", NAMESPACE, "--incomplete", "--older-than", "0s");
        assertThat(delete.out()).contains("removed set ");
        assertThat(shop.traces(NAMESPACE))
                .filteredOn(trace -> !trace.startsWith("snapshot ") && !trace.startsWith("ConfigMap "))
                .containsExactly("set " + next.document().path("id").asText() + " COMMITTED");
        assertThat(shop.sets(NAMESPACE)).hasSize(1);
    }

    private static void killedInTheHold() throws Exception {
        try (CommandProcess backup =
                CommandProcess.start(shop, "backup", NAMESPACE, "--max-freeze", BUDGET_SECONDS + "s")) {
            backup.awaitEndOf("reserve");
            long before = System.nanoTime(); // What the container is given is counted from a moment after this.
            backup.awaitEndOf("hold");
            assertThat(write(1).exitCode()).as("a write in the hold").isNotZero();
            backup.signal("KILL");
            long killed = System.nanoTime();
            assertThat(write(60).exitCode()).isZero();
            long free = System.nanoTime();
            System.out.printf(
                    "WRITES_GO_ON %d ms after kill -9 of the command, %d ms after the hold was begun%n",
                    (free - killed) / 1_000_000, (free - before) / 1_000_000);
            assertThat((free - before) / 1_000_000).isLessThanOrEqualTo(DEADLINE_MILLIS + LATE_MILLIS);
            assertThat(backup.status()).isEqualTo(137);
        }
    }

    private static ContainerScripts.Output write(final int waitSeconds) throws Exception {
        return shop.sql(NAMESPACE, "SET SESSION lock_wait_timeout = " + waitSeconds + "; INSERT INTO t VALUES (1)");
    }
}
