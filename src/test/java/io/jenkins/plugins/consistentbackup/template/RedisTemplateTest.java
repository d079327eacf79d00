package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of the Redis template on a real server, where this machine has one. */
class RedisTemplateTest {
    private static final HookTemplate TEMPLATE = TemplateLibrary.builtIn().named("redis");
    private static final String PASSWORD = "s e'c\"r$t";

    @TempDir
    static Path directory;

    private static Server server;

    /** A server with an append-only file, in a directory of its own. */
    private record Server(Process process, String port) implements AutoCloseable {
        static Server start(Path data) throws IOException {
            String port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = String.valueOf(socket.getLocalPort());
            }
            List<String> command = List.of(
                    "redis-server",
                    "--port",
                    port,
                    "--bind",
                    "127.0.0.1",
                    "--requirepass",
                    PASSWORD,
                    "--appendonly",
                    "yes",
                    "--dir",
                    data.toString());
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Server server = new Server(process, port);
            Awaitility.await()
                    .until(() -> server.run(List.of("sh"), check(), PASSWORD).status() == 0);
            return server;
        }

        ShellRun run(List<String> shell, String script, String password) throws Exception {
            return ShellRun.of(
                    shell, script, Map.of("SERVER_PORT", port, "PASSWORD_FILE", "", "REDIS_PASSWORD", password));
        }

        String ask(String words) throws Exception {
            return ShellRun.of(
                            List.of("sh"),
                            "redis-cli --no-auth-warning -p " + port + " " + words,
                            Map.of("REDISCLI_AUTH", PASSWORD))
                    .output()
                    .strip();
        }

        @Override
        public void close() throws Exception {
            process.destroy();
            process.waitFor();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        if (ShellRun.isThere("redis-server")) {
            server = Server.start(directory);
        }
    }

    /** Here and not for all at once: only tests that begin are counted as skipped. */
    @BeforeEach
    void serverIsThere() {
        assumeTrue(server != null, "redis-server is not on the PATH");
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static String check() {
        return TEMPLATE.restore().check().orElseThrow();
    }

    static Stream<List<String>> shells() {
        return ShellRun.shells();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void scriptsRunInEveryShell(List<String> shell) throws Exception {
        assertThat(server.run(shell, TEMPLATE.role().orElseThrow(), PASSWORD)).isEqualTo(new ShellRun(0, "primary\n"));
        assertThat(server.run(shell, TEMPLATE.volumes().orElseThrow(), PASSWORD))
                .isEqualTo(new ShellRun(0, "data " + directory + "\n"));
        assertThat(server.run(shell, TEMPLATE.hold().acquire(), PASSWORD)).isEqualTo(new ShellRun(0, ""));
        assertThat(server.run(shell, check(), PASSWORD)).isEqualTo(new ShellRun(0, ""));
    }

    @Test
    void whatWasAcknowledgedBeforeIsInACopyTakenAfter() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(server.ask("SET key" + i + " value")).isEqualTo("OK");
        }
        server.run(List.of("sh"), TEMPLATE.hold().acquire(), PASSWORD);
        Path copy = directory.resolveSibling(directory.getFileName() + "-copy");
        ShellRun.of(
                List.of("sh"), "cp -a \"$FROM\" \"$TO\"", Map.of("FROM", directory.toString(), "TO", copy.toString()));
        try (Server restored = Server.start(copy)) {
            assertThat(restored.ask("DBSIZE")).isEqualTo("20");
        } finally {
            ShellRun.of(List.of("sh"), "rm -r \"$COPY\"", Map.of("COPY", copy.toString()));
        }
        assertThat(Files.exists(copy)).isFalse();
    }

    @Test
    void wrongPasswordFailsEveryScript() throws Exception {
        for (String script : List.of(
                TEMPLATE.role().orElseThrow(),
                TEMPLATE.volumes().orElseThrow(),
                TEMPLATE.hold().acquire(),
                check())) {
            assertThat(server.run(List.of("sh"), script, "wrong").status()).isEqualTo(1);
        }
    }
}
