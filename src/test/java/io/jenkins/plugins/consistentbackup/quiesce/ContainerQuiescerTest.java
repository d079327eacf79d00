package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.template.HoldRecipe;
import io.jenkins.plugins.consistentbackup.template.HoldRecipe.Family;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of a hold together, with a stand-in for the database. */
class ContainerQuiescerTest {
    private static final long DEADLINE_MILLIS = 20_000;

    @TempDir
    Path directory;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private StandIn database;

    @BeforeEach
    void start() throws IOException {
        database = new StandIn(directory, "db");
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private Quiescer quiescer(final String shell) throws IOException {
        return new ContainerQuiescer(LocalContainer.plain(shell, directory), timer);
    }

    private static <T> T get(final CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void sessionIsHeldProvedReleasedAndEnded(final String shell) throws Exception {
        Hold hold = get(quiescer(shell).hold(database.request("full-" + shell, database.session(), DEADLINE_MILLIS)));

        assertThat(database.isLocked()).isTrue();
        assertThat(get(hold.prove())).isEqualTo("held by session 7");
        assertThat(get(hold.prove())).isEqualTo("held by session 7");
        Hold.Released released = get(hold.release());
        assertThat(database.isLocked()).isFalse();
        assertThat(released.captured()).containsOnlyKeys("label");
        assertThat(new String(released.captured().get("label"), StandardCharsets.UTF_8))
                .isEqualTo("label");
        assertThat(released.heldMillis()).isBetween(0L, DEADLINE_MILLIS);
        get(hold.proveRetained());
        get(hold.end());
        get(hold.end());
        assertThat(hold.lost()).isNotDone();
        Awaitility.await().until(() -> HoldProcesses.count("full-" + shell) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void stateIsHeldAndReleased(final String shell) throws Exception {
        Hold hold = get(quiescer(shell).hold(database.request("state-" + shell, database.state(""), DEADLINE_MILLIS)));

        assertThat(database.isState()).isTrue();
        assertThat(get(hold.prove())).isEqualTo("locked");
        get(hold.release());
        assertThat(database.isState()).isFalse();
        get(hold.end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void leftoverIsReleasedFromAFreshExec(final String shell) throws Exception {
        Quiescer quiescer = quiescer(shell);
        for (boolean session : List.of(true, false)) {
            String id = "left-" + shell + session;
            HoldRequest request =
                    database.request(id, session ? database.session() : database.state(""), DEADLINE_MILLIS);
            Hold hold = get(quiescer.hold(request));

            get(quiescer.releaseLeftover(request));

            assertThat(session ? database.isLocked() : database.isState()).isFalse();
            assertThat(get(hold.lost())).hasMessageContaining("somebody else's order");
            get(quiescer.releaseLeftover(request));
        }
    }

    @Test
    void stateThatWasLeftBehindByDeadProcessesIsReleased() throws Exception {
        Files.writeString(database.lock(), "locked");

        get(quiescer("dash").releaseLeftover(database.request("dead", database.state(""), DEADLINE_MILLIS)));

        assertThat(database.isState()).isFalse();
    }

    @Test
    void holdIsLostWhenItsClientEnds() throws Exception {
        Hold hold = get(quiescer("dash").hold(database.request("killed", database.session(), DEADLINE_MILLIS)));
        ProcessHandle.of(HoldProcesses.of("killed").get(HoldProcesses.Part.CLIENT))
                .ifPresent(ProcessHandle::destroyForcibly);

        assertThat(get(hold.lost()))
                .hasMessageStartingWith(
                        "the hold of shop/db-0 (db) by template stand-in was lost: the client bash was ended by"
                                + " signal 9 while it held the lock");
        assertThatThrownBy(() -> get(hold.prove())).hasMessageContaining("was lost");
        assertThatThrownBy(() -> get(hold.release())).hasMessageContaining("was lost");
    }

    @Test
    void holdEndsWithItsBudget() throws Exception {
        HoldRequest request = database.request("budget", database.session(), 4000);
        Hold hold = get(quiescer("dash").hold(request));

        assertThat(get(hold.lost())).hasMessageContaining("longer than the budget");
        Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> !database.isLocked());
    }

    @Test
    void failuresSayWhatAndWhere() throws Exception {
        Hold other = get(quiescer("dash").hold(database.request("other", database.session(), DEADLINE_MILLIS)));
        assertThatThrownBy(() ->
                        get(quiescer("dash").hold(database.request("second", database.session(), DEADLINE_MILLIS))))
                .hasMessageContaining("cannot hold shop/db-0 (db) by template stand-in: the client bash ended with"
                        + " status 3 while it waited for the lock (at most 1 s): lock not got");
        get(other.end());
        assertThatThrownBy(() -> get(quiescer("bash")
                        .hold(database.request("nonsense", database.session("DANCE"), DEADLINE_MILLIS))))
                .hasMessageContaining("syntax error: DANCE");
        assertThatThrownBy(() -> get(quiescer("bash")
                        .hold(database.request("none", client(Family.SESSION, "no-such-client"), DEADLINE_MILLIS))))
                .hasMessageContaining("the client no-such-client needs a program that the container does not have");
        assertThatThrownBy(() -> get(quiescer("dash").hold(database.request("flood", database.session("FLOOD"), 4000))))
                .hasMessageContaining("the lock was not got within the budget");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !database.isLocked());
    }

    /** Whoever reads a stream waits until nobody has it open any more: a timer that keeps it makes every script slow. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void timersDoNotKeepTheOutputOfAScriptOpen(final String shell) throws Exception {
        RunningScript script = new RunningScript(
                LocalContainer.plain(shell, directory),
                HolderScript.run("echo begun; sleep 100", Map.of(), "cb-streams", Duration.ofSeconds(4)));
        script.until("begun");
        ProcessHandle main = script.process().toHandle();
        Path output = Files.readSymbolicLink(Path.of("/proc/" + main.pid() + "/fd/1"));

        Awaitility.await()
                .untilAsserted(() -> assertThat(HoldProcesses.withOpen(main, output))
                        .as("the script's shells and its program")
                        .hasSize(3)
                        .contains(main.pid()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void stateIsNotReleasedAgainAndAgainWhenTheClientNeverConnected(final String shell) throws Exception {
        String id = "never-" + shell;
        HookTemplate template = client(Family.STATE, "no-such-client");
        Quiescer quiescer = quiescer(shell);

        assertThatThrownBy(() -> get(quiescer.hold(database.request(id, template, DEADLINE_MILLIS))))
                .hasMessageContaining("the client no-such-client needs a program that the container does not have");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> HoldProcesses.count(id) == 0);
    }

    private HookTemplate client(final Family family, final String program) {
        return database.template(new HoldRecipe(
                family,
                true,
                List.of(program),
                Optional.of("PRINT {mark}"),
                "LOCK",
                Optional.of("PRINT held"),
                Optional.of("UNLOCK"),
                Optional.empty(),
                Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void scriptsGetAnyValueAndGiveTheirOutputAndStatus(final String shell) throws Exception {
        ContainerScripts scripts = new ScriptRunner(LocalContainer.plain(shell, directory), timer);
        String value = "it's \"$HOME\" `id` \\n\n#end\n  two  \t spaces; é";

        ContainerScripts.Output output = get(scripts.run(
                LocalContainer.REF,
                "printf '%s' \"$VALUE\"; echo bad >&2; cat; exit 3",
                Map.of("VALUE", value),
                Duration.ofSeconds(10)));

        assertThat(output.exitCode()).isEqualTo(3);
        assertThat(String.join("\n", output.lines())).isEqualTo(value);
        assertThat(output.errors()).containsExactly("bad");
        assertThatThrownBy(() -> get(scripts.run(
                        LocalContainer.REF, "echo slow >&2; sleep 100; echo $?", Map.of(), Duration.ofSeconds(1))))
                .hasMessageContaining("was ended after 1 s: slow");
        assertThat(get(scripts.run(LocalContainer.REF, "seq 5000", Map.of(), Duration.ofSeconds(10)))
                        .lines())
                .hasSize(ShortExec.MOST_LINES);
    }
}
