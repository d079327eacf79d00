package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.embedded.NeedsPsql;
import io.jenkins.plugins.consistentbackup.embedded.node.TestContainer;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts and statements of the PostgreSQL templates, on a real server with data, log and a tablespace apart. */
@NeedsPsql
class PostgresTemplatesTest {
    private static final HookTemplate ONE = TemplateLibrary.builtIn().named("postgresql");
    private static final HookTemplate SEVERAL = TemplateLibrary.builtIn().named("postgresql-several");
    private static final Map<String, String> DEFAULTS = TemplateParameters.complete(SEVERAL, Map.of());
    private static final String DATA = "/var/lib/postgresql/18/docker";
    private static final List<String> VOLUMES = List.of("/var/lib/postgresql", "/wal", "/space");

    /** By TCP, where the password is asked for. */
    private static final Map<String, String> VARIABLES =
            Map.of("POSTGRES_PASSWORD", "se'c\"r$t \\ x", "POSTGRES_INITDB_WALDIR", "/wal/log", "PGHOST", "127.0.0.1");

    @TempDir
    static Path directory;

    private static Sandbox sandbox;
    private static TestContainer server;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start();
        server = server(VARIABLES);
        server.run(Map.of(), List.of("sed", "-i", "/^host/s/trust/scram-sha-256/", DATA + "/pg_hba.conf"));
        sql("SELECT pg_reload_conf()");
        sql("CREATE TABLE orders (id INT PRIMARY KEY)");
        server.run(Map.of(), List.of("mkdir", "/space/more"));
        sql("CREATE TABLESPACE more LOCATION '/space/more'");
        sql("CREATE TABLE apart (id INT) TABLESPACE more");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        sandbox.close();
    }

    private static TestContainer server(Map<String, String> variables) throws Exception {
        return TestContainer.start(
                sandbox,
                "postgres:18",
                directory,
                variables,
                VOLUMES,
                "database system is ready to accept connections");
    }

    private static String sql(String statement) throws Exception {
        return sql(server, statement);
    }

    /** By the socket, where nobody is asked for a password. */
    private static String sql(TestContainer where, String statement) throws Exception {
        return where.run(
                        Map.of("PGHOST", "/var/run/postgresql"),
                        List.of("psql", "-U", "postgres", "-wXAtqc", statement))
                .strip();
    }

    private static String script(String shell, String script, Map<String, String> more) throws Exception {
        Map<String, String> variables = new HashMap<>(DEFAULTS);
        variables.putAll(more);
        return server.run(variables, TestContainer.inShell(shell, script));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void scriptsRunInEveryShell(String shell) throws Exception {
        assertThat(script(shell, SEVERAL.role().orElseThrow(), Map.of())).isEqualTo("primary\n");
        assertThat(script(shell, SEVERAL.volumes().orElseThrow(), Map.of()).lines())
                .containsExactly("log /wal/log", "data " + DATA, "data /space/more");
        assertThat(script(shell, ONE.volumes().orElseThrow(), Map.of()).lines())
                .contains("data " + DATA, "data /wal/log");
        assertThat(decoded(script(shell, ONE.hold().acquire(), Map.of()), "data_directory"))
                .isEqualTo(DATA);
        assertThat(script(shell, SEVERAL.restore().check().orElseThrow(), Map.of()))
                .isEmpty();
    }

    @Test
    void heldInOneSessionRestoresWithLabelAndLaterLog() throws Exception {
        Map<String, byte[]> captured = new HashMap<>();
        Path restored = Files.createDirectory(directory.resolve("restored"));
        try (ClientSession session = new ClientSession(server, SEVERAL, DEFAULTS)) {
            HoldRecipe hold = SEVERAL.hold();
            sql("INSERT INTO orders VALUES (1); INSERT INTO apart VALUES (1)");
            collect(captured, session.feed(hold.acquire()));
            List<String> proof = session.feed(hold.prove().orElseThrow());
            assertThat(proof).singleElement().asString().startsWith("backup mode of session ");
            assertThat(sql("SELECT count(*) FROM pg_replication_slots WHERE temporary AND restart_lsn IS NOT NULL"))
                    .isEqualTo("1");
            cut(restored, "/var/lib/postgresql");
            cut(restored, "/space");
            sql("INSERT INTO orders VALUES (2); CHECKPOINT; SELECT pg_switch_wal(); CHECKPOINT");
            assertThat(session.feed(hold.prove().orElseThrow())).isEqualTo(proof);
            collect(captured, session.feed(hold.release().orElseThrow()));
            cut(restored, "/wal");
            assertThat(session.feed(hold.retained().orElseThrow())).containsExactly("RETAINED");
            assertThat(session.feed(hold.end().orElseThrow())).isEmpty();
            assertThat(sql("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        }
        assertThat(captured).containsOnlyKeys("data_directory", "backup_label", "tablespace_map");
        prepare(restored, captured);
        server.kill();
        try (TestContainer copy = TestContainer.start(
                sandbox,
                "postgres:18",
                restored,
                VARIABLES,
                VOLUMES,
                "database system is ready to accept connections")) {
            assertThat(copy.run(
                            DEFAULTS,
                            List.of("sh", "-c", SEVERAL.restore().check().orElseThrow())))
                    .isEmpty();
            assertThat(sql(copy, "SELECT count(*) FROM orders")).isEqualTo("2");
            assertThat(sql(copy, "SELECT count(*) FROM apart")).isEqualTo("1");
            assertThat(copy.log()).contains("starting backup recovery").contains("completed backup recovery");
        } finally {
            server = server(VARIABLES);
        }
    }

    private static void cut(Path restored, String mountPath) throws Exception {
        Path from = TestContainer.volume(directory, mountPath);
        Process copy = new ProcessBuilder("cp", "-a", from.toString(), restored + "/")
                .inheritIO()
                .start();
        assertThat(copy.waitFor()).isZero();
    }

    private static void prepare(Path restored, Map<String, byte[]> captured) throws Exception {
        Path files = TestContainer.volume(restored, "/captured");
        for (Map.Entry<String, byte[]> artefact : captured.entrySet()) {
            Files.write(files.resolve(artefact.getKey()), artefact.getValue());
        }
        List<String> volumes = List.of("/var/lib/postgresql", "/wal", "/space", "/captured");
        try (TestContainer pod = TestContainer.idle(sandbox, "postgres:18", restored, volumes)) {
            String script = SEVERAL.restore().prepare().orElseThrow();
            for (List<String> shell : List.of(List.of("dash"), List.of("bash"), List.of("busybox", "sh"))) {
                List<String> command = new java.util.ArrayList<>(shell);
                command.addAll(List.of("-c", script));
                assertThat(pod.run(Map.of("CAPTURED", "/captured"), command)).isEmpty();
            }
            assertThat(pod.run(Map.of(), List.of("ls", DATA)))
                    .contains("backup_label\n", "tablespace_map\n")
                    .doesNotContain("postmaster.pid", ".new", "signal");
            pod.kill();
        }
    }

    @Test
    void logThatIsGoneIsNotRetained() throws Exception {
        sql("CREATE USER backup PASSWORD 'b'");
        sql("GRANT pg_monitor TO backup");
        for (String function : List.of("pg_backup_start(text, bool)", "pg_backup_stop(bool)")) {
            sql("GRANT EXECUTE ON FUNCTION " + function + " TO backup");
        }
        Map<String, String> parameters = TemplateParameters.complete(SEVERAL, Map.of("DB_USER", "backup"));
        Map<String, String> variables = new HashMap<>(parameters);
        variables.put("POSTGRES_PASSWORD", "b");
        HoldRecipe hold = SEVERAL.hold();
        try (ClientSession session = new ClientSession(server, SEVERAL, variables)) {
            session.feed(hold.acquire());
            assertThat(sql("SELECT count(*) FROM pg_replication_slots"))
                    .as("no right to make one")
                    .isEqualTo("0");
            session.feed(hold.release().orElseThrow());
            assertThat(session.feed(hold.retained().orElseThrow())).containsExactly("RETAINED");
            for (int i = 0; i < 3; i++) {
                sql("INSERT INTO apart VALUES (1)");
                sql("SELECT pg_switch_wal()");
                sql("CHECKPOINT");
            }
            assertThat(session.feed(hold.retained().orElseThrow())).containsExactly("LOST");
            assertThat(session.feed(hold.end().orElseThrow())).isEmpty();
        }
    }

    @Test
    void wrongPasswordEndsTheClientWithoutAnything() throws Exception {
        Map<String, String> variables = new HashMap<>(DEFAULTS);
        variables.put("POSTGRES_PASSWORD", "wrong");
        try (ClientSession session = new ClientSession(server, SEVERAL, variables)) {
            assertThatThrownBy(() -> session.feed(SEVERAL.hold().acquire()))
                    .hasMessageContaining("password authentication failed");
            assertThat(session.exitValue()).isNotZero();
        }
    }

    @Test
    void sessionThatDiesLeavesNoSlotBehind() throws Exception {
        ClientSession session = new ClientSession(server, SEVERAL, DEFAULTS);
        session.feed(SEVERAL.hold().acquire());
        assertThat(sql("SELECT count(*) FROM pg_replication_slots")).isEqualTo("1");
        session.close();
        Awaitility.await()
                .until(() -> sql("SELECT count(*) FROM pg_replication_slots").equals("0"));
    }

    private static void collect(Map<String, byte[]> captured, List<String> lines) {
        for (String line : lines) {
            String[] words = line.split(" ");
            assertThat(words).hasSize(3).startsWith("CAPTURE");
            captured.put(words[1], Base64.getDecoder().decode(words[2]));
        }
    }

    private static String decoded(String output, String name) {
        Map<String, byte[]> captured = new HashMap<>();
        collect(captured, output.lines().toList());
        return new String(captured.get(name), StandardCharsets.UTF_8);
    }
}
