package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ctrl-C in each phase of a backup and of a restore, in a process of its own: it lets go, removes or takes back what it
 * made, and ends with 130.
 */
class InterruptTest {
    private static final String HELD = "stop";
    private static final String RESTORED = "back";
    private static final String[] BOTH = {"--template", "statefulset/web=files", "--level", "filesystem"};
    private static final int INTERRUPTED = 130;

    private static final Set<String> READING = Set.of("get", "list", "watch");
    /** From the first that changes something each request takes as long as this: a signal meets the phase that has begun. */
    private static final Duration REQUEST = Duration.ofMillis(150);

    @TempDir
    private static Path folder;

    private static LiveShop shop;

    @BeforeAll
    static void open() throws Exception {
        shop = new LiveShop(folder);
        shop.files(HELD);
        shop.cluster().mariadb(HELD, "maria");
        assertThat(shop.sql(HELD, "CREATE TABLE t (n INT)").exitCode()).isZero();
        shop.files(RESTORED);
        shop.word(RESTORED, "before");
        assertThat(shop.run("backup", RESTORED, LiveShop.FILES).status()).isZero();
        shop.word(RESTORED, "after");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @AfterEach
    void heal() {
        shop.embedded().faults(FaultPlan.NONE);
    }

    @Test
    void inThePlanOfABackup() throws Exception {
        interruptedInThePlan("backup", HELD, BOTH);
        assertThat(shop.traces(HELD)).isEmpty();
    }

    @Test
    void inThePlanOfARestore() throws Exception {
        List<String> before = shop.traces(RESTORED);
        interruptedInThePlan("restore", RESTORED);
        assertThat(shop.traces(RESTORED)).isEqualTo(before);
    }

    /** In what follows: the release. */
    @ParameterizedTest
    @ValueSource(strings = {"cut"})
    void inABackupAfter(final String phase) throws Exception {
        interruptedAfter(phase, "backup", HELD, BOTH);
        nothingIsHeld();
        nothingIsLeft();
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"plan", "reserve", "hold", "release", "trailing"})
    void inABackupAfterTheOthers(final String phase) throws Exception {
        inABackupAfter(phase);
    }

    /** From the commit on the set is whole, or it is not there; what a caller asked for beyond it is not begun. */
    @ParameterizedTest
    @ValueSource(strings = {"commit"})
    void inABackupAroundItsCommit(final String phase) throws Exception {
        interruptedAfter(
                phase, "backup", HELD, "--template", "statefulset/web=files", "--level", "filesystem", "--keep", "1");
        nothingIsHeld();
        for (String set : shop.sets(HELD)) {
            assertThat(shop.run("delete", HELD, set, "--good").out()).contains("removed set " + set);
        }
        nothingIsLeft();
    }

    @Tag("soak")
    @Test
    void inABackupBeforeItsCommit() throws Exception {
        inABackupAroundItsCommit("ready");
    }

    /** In what follows: starting. */
    @ParameterizedTest
    @ValueSource(strings = {"prepare"})
    void inARestoreAfter(final String phase) throws Exception {
        interruptedAfter(phase, "restore", RESTORED);
        shop.cluster().awaitRunning(RESTORED, "web-0");
        assertThat(shop.word(RESTORED)).isEqualTo("after");
        assertThat(shop.traces(RESTORED)).noneMatch(trace -> trace.startsWith("Lease"));
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"lease", "protect", "stop", "safety", "claims", "start", "check"})
    void inARestoreAfterTheOthers(final String phase) throws Exception {
        inARestoreAfter(phase);
    }

    private static void interruptedInThePlan(final String command, final String namespace, final String... options)
            throws Exception {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        shop.embedded().faults(request -> {
            if (!request.label().equals("list persistentvolumeclaims")) {
                return Fault.none();
            }
            reached.complete(null);
            return Fault.stall(new CompletableFuture<>(), Duration.ofSeconds(3));
        });
        try (CommandProcess process = CommandProcess.start(shop, command, namespace, options)) {
            reached.join();
            process.signal("INT");
            assertThat(process.status()).as(process.said()).isEqualTo(INTERRUPTED);
        }
    }

    private static void interruptedAfter(
            final String phase, final String command, final String namespace, final String... options)
            throws Exception {
        AtomicBoolean begun = new AtomicBoolean();
        shop.embedded().faults(request -> {
            if (!READING.contains(request.verb())) {
                begun.set(true);
            }
            return begun.get() ? Fault.stall(new CompletableFuture<>(), REQUEST) : Fault.none();
        });
        try (CommandProcess process = CommandProcess.start(shop, command, namespace, options)) {
            process.awaitEndOf(phase);
            process.signal("INT");
            shop.embedded().faults(FaultPlan.NONE);
            assertThat(process.status()).as(process.said()).isEqualTo(INTERRUPTED);
            System.out.println("INTERRUPTED " + command + " after " + phase + ": "
                    + process.said().replace("\n", " | "));
        }
    }

    /** Members of a group may take longer to go than the group itself, which is what is waited for. */
    private static void nothingIsLeft() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(shop.traces(HELD)).isEmpty());
    }

    private static void nothingIsHeld() throws Exception {
        assertThat(shop.sql(HELD, "SET SESSION lock_wait_timeout = 1; INSERT INTO t VALUES (1)")
                        .exitCode())
                .isZero();
    }
}
