package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.faults.RowsDatabase;
import io.jenkins.plugins.consistentbackup.faults.SavedSets;
import io.jenkins.plugins.consistentbackup.faults.WriteWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} of the command in each of its phases, while a request is under way; then another process takes over. What
 * is left is judged by the database's own memory, its volumes and the store of the API server. All but three have the tag
 * soak.
 */
class KilledInEachPhaseTest {
    private static final String NAMESPACE = "dying";
    private static final String[] TEMPLATES = {
        "--templates", RowsDatabase.templates().toString()
    };
    private static final int BUDGET_SECONDS = 30;
    private static final String[] BACKUP = with(
            TEMPLATES,
            "--template",
            "rows-session",
            "--exclude",
            RowsDatabase.MEMORY,
            "--grouping",
            "never",
            "--keep",
            "1",
            "--max-freeze",
            BUDGET_SECONDS + "s");
    /** From the death: what the container is given (the budget, and three seconds for a slow release), and one second. */
    private static final Duration FREE = Duration.ofSeconds(BUDGET_SECONDS + 3 + 1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LEASE_OF_A_BACKUP = Duration.ofSeconds(60);
    private static final Duration LEASE_OF_A_RESTORE = Duration.ofSeconds(15);
    private static final int KILLED = 137;

    @TempDir
    private static Path folder;

    private static LiveShop shop;
    private static RowsDatabase database;
    private static SavedSets sets;
    private static ScheduledExecutorService scheduler;
    private static WriteWatch watch;
    private static int deaths;

    @BeforeAll
    static void open() throws Exception {
        shop = new LiveShop(folder);
        database = new RowsDatabase(shop.embedded(), NAMESPACE);
        database.create();
        shop.cluster().awaitRunning(NAMESPACE, "db-0");
        sets = new SavedSets(database, NAMESPACE);
        scheduler = Executors.newSingleThreadScheduledExecutor();
        watch = new WriteWatch(database, scheduler);
        assertThat(watch.writesWithin(PATIENCE)).isTrue();
        backUp();
    }

    @AfterAll
    static void close() {
        System.out.println("DEATHS_OF_THE_COMMAND " + deaths);
        watch.close();
        scheduler.shutdownNow();
        shop.close();
    }

    static Stream<LastRequest> ofABackup() {
        return LastRequest.ofABackup().stream().filter(last -> !last.phase().equals("commit"));
    }

    static Stream<LastRequest> ofARestore() {
        return Stream.concat(LastRequest.of("restore").stream(), Stream.of(LastRequest.ofPreparing()))
                .filter(last -> !last.label().startsWith("create persistentvolumeclaims"));
    }

    static Stream<LastRequest> ofAnUndo() {
        return LastRequest.of("undo").stream().filter(last -> !last.phase().equals("start"));
    }

    static Stream<LastRequest> inEveryBuild() {
        return Stream.of(LastRequest.ofABackup(), LastRequest.of("restore"), LastRequest.of("undo"))
                .flatMap(List::stream)
                .filter(last -> Stream.of(ofABackup(), ofARestore(), ofAnUndo())
                        .flatMap(soak -> soak)
                        .noneMatch(last::equals));
    }

    @ParameterizedTest
    @MethodSource("inEveryBuild")
    void anotherProcessTakesOver(final LastRequest last) throws Exception {
        switch (last.command()) {
            case "backup" -> backupThatDies(last);
            case "restore" -> restoreThatDies(last);
            default -> undoThatDies(last);
        }
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("ofABackup")
    void theNextBackupTakesOver(final LastRequest last) throws Exception {
        backupThatDies(last);
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("ofARestore")
    void undoTakesTheRestoreBack(final LastRequest last) throws Exception {
        restoreThatDies(last);
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("ofAnUndo")
    void anotherUndoTakesTheUndoBack(final LastRequest last) throws Exception {
        undoThatDies(last);
    }

    @Tag("soak")
    @Test
    void undoFinishesATakingBackThatDied() throws Exception {
        List<String> live = database.liveRows(RowsDatabase.CLAIMS.get(0));
        kill(LastRequest.ofPreparing(), TEMPLATES);
        shop.shortenLease(NAMESPACE);
        kill(LastRequest.ofTakingBack(), TEMPLATES);
        shop.shortenLease(NAMESPACE);
        undo();
        runsOn(live);
    }

    @Tag("soak")
    @Test
    void theLeaseOfTheDeadRunsOut() throws Exception {
        kill(LastRequest.ofABackup().get(1), BACKUP);
        long died = System.nanoTime();
        restore();
        assertThat(since(died)).isGreaterThanOrEqualTo(LEASE_OF_A_BACKUP);
        assertThat(watch.writesWithin(PATIENCE)).isTrue();
        List<String> live = database.liveRows(RowsDatabase.CLAIMS.get(0));
        kill(LastRequest.ofPreparing(), TEMPLATES);
        died = System.nanoTime();
        undo();
        assertThat(since(died)).isGreaterThanOrEqualTo(LEASE_OF_A_RESTORE);
        runsOn(live);
    }

    private static Duration since(final long nanos) {
        Duration since = Duration.ofNanos(System.nanoTime() - nanos);
        System.out.println("TAKEN_OVER and done " + since.toMillis() + " ms after the death");
        return since;
    }

    /** Besides what is to be committed, whatever it has made is no set that counts, and goes when that is asked for. */
    private static void backupThatDies(final LastRequest last) throws Exception {
        Set<String> before = sets.committed();
        Set<String> live = new HashSet<>(database.liveRows(RowsDatabase.CLAIMS.get(0)));
        kill(last, BACKUP);
        assertThat(watch.writesWithin(FREE)).as("writes go on").isTrue();
        if (last.afterCommit()) {
            Awaitility.await().atMost(PATIENCE).until(() -> !before.containsAll(sets.committed()));
        }
        Set<String> made = sets.committed();
        made.removeAll(before);
        assertThat(made).hasSize(last.afterCommit() ? 1 : 0);
        made.forEach(id -> assertThat(sets.faultsOf(id, live)).isEmpty());
        assertThat(sets.committed()).containsAll(shop.sets(NAMESPACE));

        shop.shortenLease(NAMESPACE);
        String next = backUp();

        CommandLineRun delete = shop.run("delete", NAMESPACE, "--incomplete", "--older-than", "0s");
        assertThat(delete.status()).as(delete.toString()).isZero();
        assertThat(shop.sets(NAMESPACE)).containsExactly(next);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(sets.unmarkedLeftovers(Set.of(next))).isEmpty());
    }

    private static void restoreThatDies(final LastRequest last) throws Exception {
        List<String> live = database.liveRows(RowsDatabase.CLAIMS.get(0));
        kill(last, with(TEMPLATES, "--profile", last.profile()));
        shop.shortenLease(NAMESPACE);
        if (!last.inPlan()) {
            undo();
        }
        runsOn(live);
    }

    private static void undoThatDies(final LastRequest last) throws Exception {
        List<String> live = database.liveRows(RowsDatabase.CLAIMS.get(0));
        restore("--profile", last.profile());
        assertThat(watch.writesWithin(PATIENCE)).isTrue();
        List<String> restored = database.liveRows(RowsDatabase.CLAIMS.get(0));
        kill(last, with(TEMPLATES, "--profile", last.profile()));
        shop.shortenLease(NAMESPACE);
        undo("--profile", last.profile());
        runsOn(last.inPlan() ? live : restored);
    }

    /** Kills a command when a request of it has arrived, which takes effect when its sender is dead. */
    private static void kill(final LastRequest last, final String... options) throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> dead = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(last.occurrence());
        shop.embedded().faults(request -> {
            if (!request.label().equals(last.label()) || left.decrementAndGet() != 0) {
                return Fault.none();
            }
            arrived.complete(null);
            return Fault.stall(dead, PATIENCE);
        });
        try (CommandProcess process = CommandProcess.start(shop, last.command(), NAMESPACE, options)) {
            CompletableFuture.anyOf(arrived, process.end()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (!arrived.isDone()) {
                int status = process.status();
                fail(last + " ended before that, with " + status + ": " + process.said());
            }
            process.signal("KILL");
            assertThat(process.status()).as(process.said()).isEqualTo(KILLED);
            System.out.println("KILLED " + last + ", said to have ended: " + process.endedPhases());
            // The line on the phase before may still have been on its way.
            List<String> before = last.phasesBefore();
            assertThat(process.endedPhases()).isIn(before, before.subList(0, Math.max(0, before.size() - 1)));
            deaths++;
        } finally {
            shop.embedded().faults(FaultPlan.NONE);
            dead.complete(null);
        }
    }

    private static String backUp() {
        CommandLineRun backup = shop.run("backup", NAMESPACE, with(BACKUP, "--wait", "3m", "-o", "json"));
        assertThat(backup.status()).as(backup.toString()).isZero();
        return backup.document().path("id").asText();
    }

    private static void restore(final String... options) {
        CommandLineRun restore = shop.run("restore", NAMESPACE, with(TEMPLATES, options));
        assertThat(restore.status()).as(restore.toString()).isZero();
    }

    private static void undo(final String... options) {
        CommandLineRun undo = shop.run("undo", NAMESPACE, with(TEMPLATES, options));
        assertThat(undo.status()).as(undo.toString()).isZero();
    }

    /** The database writes, on these rows; what was acknowledged since is kept as well, and the set is whole. */
    private static void runsOn(final List<String> rows) throws Exception {
        assertThat(watch.writesWithin(PATIENCE)).as("writes go on").isTrue();
        for (String claim : RowsDatabase.CLAIMS) {
            Set<String> missing = new HashSet<>(rows);
            database.liveRows(claim).forEach(missing::remove);
            assertThat(missing).as("rows that " + claim + " lacks").isEmpty();
            assertThat(database.lost(claim))
                    .as("rows of " + claim + " that are nowhere")
                    .isEmpty();
        }
        assertThat(shop.sets(NAMESPACE))
                .hasSize(1)
                .allSatisfy(id -> assertThat(sets.faultsOf(id, Set.of())).isEmpty());
    }

    private static String[] with(final String[] options, final String... more) {
        return Stream.of(options, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
