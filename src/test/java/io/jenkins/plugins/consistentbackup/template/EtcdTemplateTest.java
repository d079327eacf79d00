package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of the etcd template on a real server, where this machine has one. */
class EtcdTemplateTest {
    private static final HookTemplate TEMPLATE = TemplateLibrary.builtIn().named("etcd");

    @TempDir
    Path directory;

    private Process server;
    private Map<String, String> variables;

    static Stream<List<String>> shells() {
        return ShellRun.shells();
    }

    @BeforeEach
    void start() throws IOException {
        assumeTrue(ShellRun.isThere("etcd") && ShellRun.isThere("etcdctl"), "etcd is not on the PATH");
        String client = freeUrl();
        String peer = freeUrl();
        variables = Map.of("ENDPOINT", client);
        List<String> command = List.of(
                "etcd",
                "--data-dir",
                directory.toString(),
                "--listen-client-urls",
                client,
                "--advertise-client-urls",
                client,
                "--listen-peer-urls",
                peer,
                "--initial-advertise-peer-urls",
                peer,
                "--initial-cluster",
                "default=" + peer);
        server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String check = TEMPLATE.restore().check().orElseThrow();
        Awaitility.await()
                .until(() -> ShellRun.of(List.of("sh"), check, variables).status() == 0);
    }

    private static String freeUrl() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.destroy();
            server.waitFor();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void oneMemberCommitsAndSeveralAreRefused(List<String> shell) throws Exception {
        ShellRun alone = ShellRun.of(shell, TEMPLATE.hold().acquire(), variables);
        assertThat(alone.output()).contains("successfully committed proposal");
        assertThat(alone.status()).isZero();

        String addMember =
                "ETCDCTL_API=3 etcdctl --endpoints \"$ENDPOINT\" member add other --peer-urls=http://127.0.0.1:1";
        assertThat(ShellRun.of(shell, addMember, variables).status()).isZero();
        ShellRun refused = ShellRun.of(shell, TEMPLATE.hold().acquire(), variables);
        assertThat(refused.output()).contains("this etcd has several members");
        assertThat(refused.status()).isEqualTo(1);
    }
}
