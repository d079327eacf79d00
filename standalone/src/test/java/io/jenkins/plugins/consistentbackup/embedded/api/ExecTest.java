package io.jenkins.plugins.consistentbackup.embedded.api;

import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.NAMESPACE;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.jenkins.plugins.consistentbackup.embedded.api.store.StoreOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecProcess;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.LogRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Exec over WebSocket, with processes of this machine in the place of containers. */
@ExtendWith(ConformanceTable.class)
class ExecTest {

    private static final String REMOTE = "k8s.io/kubelet pkg/cri/streaming/remotecommand/websocket.go";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AtomicReference<LogRequest> logRequest = new AtomicReference<>();
    private ServedStore cluster;
    private KubernetesClient client;

    @BeforeEach
    void start() throws IOException {
        cluster = ServedStore.start(
                StoreOptions.DEFAULTS,
                ApiServerOptions.DEFAULTS
                        .withPlainHttp()
                        .withExec((pod, container, command) -> ExecProcess.of(new ProcessBuilder(command).start()))
                        .withLogs((pod, container, request) -> {
                            logRequest.set(request);
                            return new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
                        }));
        client = cluster.admin();
        client.pods().resource(pod("p1")).create();
        client.pods().resource(pod("p1")).updateStatus();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private ExecWatch exec(ByteArrayOutputStream out, ByteArrayOutputStream err, String script) {
        return client.pods()
                .withName("p1")
                .inContainer("db")
                .writingOutput(out)
                .writingError(err)
                .exec("sh", "-c", script);
    }

    private ExecWatch session(String script) {
        return client.pods()
                .withName("p1")
                .inContainer("db")
                .redirectingInput()
                .redirectingOutput()
                .exec("sh", "-c", script);
    }

    private static BufferedReader lines(ExecWatch exec) {
        return new BufferedReader(new InputStreamReader(exec.getOutput(), StandardCharsets.UTF_8));
    }

    @Test
    @Source(REMOTE)
    void passesOutputErrorsAndExitCode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ExecWatch exec = exec(out, err, "echo out; echo err >&2; exit 7")) {
            assertThat(exec.exitCode()).succeedsWithin(LIMIT).isEqualTo(7);
        }
        assertThat(out).hasToString("out\n");
        assertThat(err).hasToString("err\n");
    }

    @Test
    @Source(REMOTE)
    void losesNothingOfALargeOutput() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch exec = exec(out, new ByteArrayOutputStream(), "head -c 5000000 /dev/zero")) {
            assertThat(exec.exitCode()).succeedsWithin(LIMIT).isEqualTo(0);
        }
        assertThat(out.size()).isEqualTo(5_000_000);
    }

    @Test
    @Source(REMOTE)
    void holdsASessionUntilALineComes() throws IOException {
        try (ExecWatch exec = session("echo READY; read line; echo GOT $line; exit 3")) {
            BufferedReader lines = lines(exec);
            assertThat(lines.readLine()).isEqualTo("READY");
            exec.getInput().write("release\n".getBytes(StandardCharsets.UTF_8));
            exec.getInput().flush();
            assertThat(lines.readLine()).isEqualTo("GOT release");
            assertThat(exec.exitCode()).succeedsWithin(LIMIT).isEqualTo(3);
        }
    }

    @Test
    @Source("containerd internal/cri/server/container_execsync.go: stdin ends, the process is not killed")
    void aLostConnectionEndsStdinAndKillsNothing(@TempDir Path directory) throws IOException {
        Path mark = directory.resolve("mark");
        try (ExecWatch exec = session("echo READY; cat >/dev/null; echo survived > " + mark)) {
            assertThat(lines(exec).readLine()).isEqualTo("READY");
            cluster.server().cutConnections();
            await().untilAsserted(() -> assertThat(mark).content().isEqualTo("survived\n"));
        }
    }

    @Test
    @Source("pkg/registry/core/pod/strategy.go streamLocation")
    void refusesContainersThatAreNotThere() {
        String path = "/api/v1/namespaces/shop/pods/%s/exec?command=true&stdout=true&container=%s";
        assertThat(upgradeStatus(path.formatted("p1", "none"))).isEqualTo(400);
        assertThat(upgradeStatus(path.formatted("none", "db"))).isEqualTo(404);
        client.pods().resource(pod("pending")).create();
        assertThat(upgradeStatus(path.formatted("pending", "db"))).isEqualTo(500);
    }

    private int upgradeStatus(String path) {
        try {
            open(path, "v5.channel.k8s.io", new WebSocket.Listener() {}).join();
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private CompletableFuture<WebSocket> open(String path, String protocol, WebSocket.Listener listener) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + cluster.server().tokens().admin())
                .subprotocols(protocol)
                .buildAsync(URI.create(cluster.server().url().replace("http", "ws") + path), listener);
    }

    @Test
    @Source("k8s.io/apimachinery pkg/util/remotecommand/constants.go StreamProtocolV5Name")
    void version5CanCloseStdin() {
        CompletableFuture<String> status = new CompletableFuture<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                if (data.get() == 3) {
                    status.complete(StandardCharsets.UTF_8.decode(data).toString());
                }
                socket.request(1);
                return null;
            }
        };
        WebSocket socket = open(
                        "/api/v1/namespaces/" + NAMESPACE
                                + "/pods/p1/exec?command=cat&stdin=true&stdout=true&container=db",
                        "v5.channel.k8s.io",
                        listener)
                .join();
        socket.sendBinary(ByteBuffer.wrap(new byte[] {(byte) 255, 0}), true).join();
        assertThat(status).succeedsWithin(LIMIT).asString().contains("\"status\":\"Success\"");
    }

    @Test
    @Source("pkg/kubelet/server/server.go getExec")
    void programsThatAreNotThereFail() {
        try (ExecWatch exec = client.pods()
                .withName("p1")
                .inContainer("db")
                .writingOutput(new ByteArrayOutputStream())
                .exec("/no/such/program")) {
            assertThat(exec.exitCode()).succeedsWithin(LIMIT).isEqualTo(-1);
        }
    }

    @Test
    @Source("kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ (log)")
    void givesLogs() {
        assertThat(client.pods()
                        .withName("p1")
                        .inContainer("db")
                        .tailingLines(2)
                        .getLog())
                .isEqualTo("one\ntwo\n");
        assertThat(logRequest.get().tailLines()).isEqualTo(2);
        assertThatThrownBy(
                        () -> client.pods().withName("p1").inContainer("none").getLog())
                .isNotNull();
    }
}
