package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts.Output;
import io.jenkins.plugins.consistentbackup.quiesce.HoldProcesses.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates whose servers cannot be had, against doubles of their clients. */
class DoubledServersTest {
    @TempDir
    Path directory;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private LocalContainer start(final DoubledServer server, final String shell) throws IOException {
        assumeTrue(server.missing().isEmpty(), () -> server.missing().orElseThrow());
        assumeTrue(Files.isExecutable(Path.of("/bin/" + shell)), "no " + shell);
        server.install(directory, shell);
        return LocalContainer.plain(shell, directory, Map.of("TMPDIR", directory.toString()));
    }

    private static <T> T get(final CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private Output run(final LocalContainer container, final String script, final Map<String, String> parameters)
            throws Exception {
        return get(
                new ScriptRunner(container, timer).run(LocalContainer.REF, script, parameters, Duration.ofSeconds(10)));
    }

    static Stream<Arguments> serversInShells() {
        return Stream.of(DoubledServer.values())
                .flatMap(server -> Stream.of("dash", "bash", "busybox").map(shell -> Arguments.of(server, shell)));
    }

    @ParameterizedTest
    @MethodSource("serversInShells")
    void isHeldProvedAndReleasedByTheSameConnection(final DoubledServer server, final String shell) throws Exception {
        try (LocalContainer container = start(server, shell)) {
            HoldRequest request = server.request(directory, server + "-" + shell, Map.of());
            Hold hold = get(new ContainerQuiescer(container, timer).hold(request));

            assertThat(server.isHeld(directory)).isTrue();
            assertThat(get(hold.prove())).isEqualTo(get(hold.prove()));
            Output frozen = run(container, request.template().writable().orElseThrow(), request.parameters());
            assertThat(frozen.exitCode()).as(frozen.toString()).isNotZero();
            get(hold.release());
            assertThat(server.isHeld(directory)).isFalse();
            get(hold.end());
            for (String script : Stream.of(
                            request.template().volumes(),
                            request.template().writable(),
                            request.template().restore().check())
                    .map(Optional::orElseThrow)
                    .toList()) {
                Output output = run(container, script, request.parameters());
                assertThat(output.exitCode()).as(output.toString()).isZero();
            }
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> HoldProcesses.count(request.id()) == 0);
            assertThat(Files.list(directory).filter(file -> file.toString().contains("consistent-backup-")))
                    .as("markers")
                    .isEmpty();
        }
    }

    static Stream<Arguments> serversAndParts() {
        return Stream.of(DoubledServer.values())
                .flatMap(server -> Stream.of(Part.MAIN, Part.KEEPER, Part.JACKET, Part.CLIENT)
                        .map(part -> Arguments.of(server, part)));
    }

    @ParameterizedTest
    @MethodSource("serversAndParts")
    void isReleasedByTheDeadlineWhateverIsKilled(final DoubledServer server, final Part part) throws Exception {
        try (LocalContainer container = start(server, "dash")) {
            String id = "killed-" + server + "-" + part;
            HoldRequest request = server.request(directory, id, Map.of());
            RunningScript script = new RunningScript(container, request);
            long from = System.nanoTime();
            script.until("ARMED");
            script.send("ACQUIRE");
            script.until("READY");
            assertThat(server.isHeld(directory)).isTrue();

            ProcessHandle.of(HoldProcesses.of(id).get(part)).ifPresent(ProcessHandle::destroyForcibly);

            Awaitility.await()
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !server.isHeld(directory));
            assertThat(Duration.ofNanos(System.nanoTime() - from))
                    .isLessThan(request.deadline().plusSeconds(1));
            script.trySend("END");
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> HoldProcesses.count(id) == 0);
            assertThat(server.isHeld(directory)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isReleasedWhenTheOrchestratorIsGone(final DoubledServer server) throws Exception {
        try (LocalContainer container = start(server, "dash")) {
            HoldRequest request = server.request(directory, "gone-" + server, Map.of());
            RunningScript script = new RunningScript(container, request);
            script.until("ARMED");
            script.send("ACQUIRE");
            script.until("READY");
            script.close();
            Awaitility.await().atMost(Duration.ofSeconds(7)).until(() -> !server.isHeld(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatSomebodyElseHoldsIsRefusedAndStaysHeld(final DoubledServer server) throws Exception {
        try (LocalContainer container = start(server, "dash")) {
            DoubledServer.mongod(directory, 2, "");
            Files.createFile(directory.resolve("db2-server/suspended"));
            HoldRequest request = server.request(directory, "other-" + server, Map.of());

            assertThatThrownBy(() -> get(new ContainerQuiescer(container, timer).hold(request)))
                    .hasMessageContaining("somebody else")
                    .hasMessageContaining("already");
            get(new ContainerQuiescer(container, timer).releaseLeftover(request));
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> HoldProcesses.count(request.id()) == 0);
            assertThat(server.isHeld(directory)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void leftoverOfADeadHoldIsReleasedFromAFreshExec(final DoubledServer server) throws Exception {
        try (LocalContainer container = start(server, "dash")) {
            HoldRequest request = server.request(directory, "left-" + server, Map.of());
            Quiescer quiescer = new ContainerQuiescer(container, timer);
            get(quiescer.hold(request));

            get(quiescer.releaseLeftover(request));

            assertThat(server.isHeld(directory)).isFalse();
        }
    }

    private void refused(final DoubledServer server, final Map<String, String> parameters, final String... says)
            throws Exception {
        try (LocalContainer container =
                LocalContainer.plain("dash", directory, Map.of("TMPDIR", directory.toString()))) {
            HoldRequest request = server.request(directory, "refused-" + server, parameters);
            assertThatThrownBy(() -> get(new ContainerQuiescer(container, timer).hold(request)))
                    .hasMessageContainingAll(says);
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> HoldProcesses.count(request.id()) == 0);
            assertThat(server.isHeld(directory)).isFalse();
        }
    }

    @Test
    void mongoRefusesWithItsOwnWords() throws Exception {
        start(DoubledServer.MONGODB, "dash").close();
        refused(DoubledServer.MONGODB, Map.of("DB_USER", "reader"), "Unauthorized", "not authorized on admin");
        refused(DoubledServer.MONGODB, Map.of("DB_USER", "nobody"), "Authentication failed");
        refused(DoubledServer.MONGODB, Map.of("PASSWORD_FILE", "/run/none"), "/run/none");
        refused(DoubledServer.MONGODB, Map.of("SERVER_PORT", "1"), "connect ECONNREFUSED");
        DoubledServer.mongod(directory, ", \"busyMillis\": 3000");
        refused(DoubledServer.MONGODB, Map.of(), "Fsync lock timed out");
        DoubledServer.mongod(directory, ", \"mongos\": true");
        refused(DoubledServer.MONGODB, Map.of(), "this is a mongos");
        DoubledServer.mongod(directory, member("SECONDARY", 100) + other("PRIMARY", 200));
        refused(DoubledServer.MONGODB, Map.of(), "this secondary lags 100 s behind its primary, more than 60");
        DoubledServer.mongod(directory, member("SECONDARY", 100) + other("SECONDARY", 100));
        refused(DoubledServer.MONGODB, Map.of(), "the replica set has no primary");
    }

    @Test
    void mongoKnowsItsRole() throws Exception {
        try (LocalContainer container = start(DoubledServer.MONGODB, "dash")) {
            String role = DoubledServer.MONGODB.template().role().orElseThrow();
            Map<String, String> parameters = DoubledServer.MONGODB.parameters(directory, Map.of());
            assertThat(run(container, role, parameters).lines()).containsExactly("primary");
            DoubledServer.mongod(directory, member("SECONDARY", 100) + other("PRIMARY", 101));
            assertThat(run(container, role, parameters).lines()).containsExactly("replica");
            DoubledServer.mongod(directory, member("PRIMARY", 100) + other("SECONDARY", 101));
            assertThat(run(container, role, parameters).lines()).containsExactly("primary");
            DoubledServer.mongod(directory, member("PRIMARY", 100) + other("PRIMARY", 101));
            assertThat(run(container, role, parameters).errors().toString())
                    .contains("two primaries: me:27017, other:27017; wait until one steps down");
            DoubledServer.mongod(directory, member("RECOVERING", 100) + other("PRIMARY", 101));
            assertThat(run(container, role, parameters).errors().toString()).contains("this member is RECOVERING");
        }
    }

    private static String member(final String state, final int optime) {
        return ", \"members\": [{\"name\": \"me:27017\", \"self\": true, \"stateStr\": \"" + state + "\", \"optime\": "
                + optime + "}";
    }

    private static String other(final String state, final int optime) {
        return ", {\"name\": \"other:27017\", \"stateStr\": \"" + state + "\", \"optime\": " + optime + "}]";
    }

    /** While it is locked nobody can log in: only the connection that locked can unlock. */
    @Test
    void mongoIsReleasedOverTheConnectionThatLockedIt() throws Exception {
        try (LocalContainer container = start(DoubledServer.MONGODB, "dash")) {
            DoubledServer.mongod(directory, ", \"lockedLogins\": true");
            HoldRequest request = DoubledServer.MONGODB.request(directory, "logins", Map.of());
            Hold hold = get(new ContainerQuiescer(container, timer).hold(request));
            get(hold.release());
            get(hold.end());
            assertThat(DoubledServer.MONGODB.isHeld(directory)).isFalse();
        }
    }

    @Test
    void mongoIsUnlockedUntilItsCountIsZero() throws Exception {
        try (LocalContainer container = start(DoubledServer.MONGODB, "dash")) {
            Hold hold = get(new ContainerQuiescer(container, timer)
                    .hold(DoubledServer.MONGODB.request(directory, "counted", Map.of())));
            String state = DoubledServer.MONGODB.state(directory);
            Files.writeString(directory.resolve("mongod.json"), state.replace("\"lockCount\":1", "\"lockCount\":3"));
            get(hold.release());
            get(hold.end());
            assertThat(DoubledServer.MONGODB.isHeld(directory)).isFalse();
        }
    }

    @Test
    void db2RefusesWithItsOwnWords() throws Exception {
        start(DoubledServer.DB2, "dash").close();
        Path server = directory.resolve("db2-server");
        refused(DoubledServer.DB2, Map.of("DATABASE", "NOSUCH"), "SQL1013N", "NOSUCH");
        Files.createFile(server.resolve("no-authority"));
        refused(DoubledServer.DB2, Map.of(), "SQL1092N", "authority");
        Files.delete(server.resolve("no-authority"));
        Files.createFile(server.resolve("backup"));
        refused(DoubledServer.DB2, Map.of(), "SQL1550N");
    }

    /** After a crash of Db2 itself a connection is refused, and only a restart takes the suspension away. */
    @Test
    void db2IsRestartedWhenItDiedWhileSuspended() throws Exception {
        try (LocalContainer container = start(DoubledServer.DB2, "dash")) {
            HoldRequest request = DoubledServer.DB2.request(directory, "crash", Map.of());
            Hold hold = get(new ContainerQuiescer(container, timer).hold(request));
            Files.createFile(directory.resolve("db2-server/crashed"));

            assertThatThrownBy(() -> get(hold.prove())).hasMessageContaining("SQL1224N");

            Awaitility.await().atMost(Duration.ofSeconds(8)).until(() -> !DoubledServer.DB2.isHeld(directory));
            assertThat(DoubledServer.DB2.state(directory)).contains("restarted by");
        }
    }

    @Test
    void restoredCopyOfDb2IsMadeADatabaseOfItsOwn() throws Exception {
        try (LocalContainer container = start(DoubledServer.DB2, "dash")) {
            Path split = Files.createFile(directory.resolve("db2-server/split"));
            Files.createFile(directory.resolve("db2-server/suspended"));
            Map<String, String> parameters = DoubledServer.DB2.parameters(directory, Map.of());
            String check = DoubledServer.DB2.template().restore().check().orElseThrow();
            Output output = run(container, check, parameters);
            assertThat(output.exitCode()).as(output.toString()).isZero();
            assertThat(split).doesNotExist();
            assertThat(run(container, check, parameters).exitCode()).isZero();
        }
    }
}
