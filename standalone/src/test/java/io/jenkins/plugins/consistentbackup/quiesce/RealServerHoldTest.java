package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.embedded.NeedsPsql;
import io.jenkins.plugins.consistentbackup.quiesce.HeldServers.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promise "never left frozen" with real servers that are the first process of their container: whatever happens in a
 * hold, they take writes a second after the deadline at the latest, and are not restarted by what the hold leaves.
 */
@NeedsPsql
class RealServerHoldTest {
    private static final Duration DEADLINE = Duration.ofSeconds(12);
    private static final long LATE_MILLIS = 1000;

    /** What happens in a hold, and the heartbeat that it has. */
    enum Event {
        ORCHESTRATOR_KILLED(4),
        CONNECTION_CUT(4),
        CLIENT_KILLED(4),
        SHELL_KILLED(4),
        SILENCE_UNTIL_THE_HEARTBEAT(4),
        SILENCE_UNTIL_THE_DEADLINE(60);

        final Duration heartbeat;

        Event(final int heartbeatSeconds) {
            heartbeat = Duration.ofSeconds(heartbeatSeconds);
        }
    }

    @TempDir
    static Path directory;

    private static HeldServers servers;
    private static ExecutorService threads;

    @BeforeAll
    static void start() throws Exception {
        threads = Executors.newCachedThreadPool();
        servers = new HeldServers();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        servers.close();
    }

    /** PostgreSQL restarts every session when a process that it adopted ended with a status that it does not expect. */
    @AfterEach
    void postgresDidNotTakeOrphansForACrash() {
        assertThat(servers.log(Server.POSTGRES))
                .contains("ready to accept connections")
                .doesNotContain(
                        "all server processes terminated",
                        "terminating any other active server processes",
                        "was terminated by signal");
    }

    @ParameterizedTest
    @EnumSource
    void isHeldProvedReleasedAndEnded(final Server server) throws Exception {
        List<String> before = servers.identity(server);
        Hold hold = get(servers.quiescer()
                .hold(HeldServers.request(server, "whole", Duration.ofSeconds(30), Duration.ofSeconds(10))));
        CompletableFuture<Long> written = servers.written(server);
        String proof = get(hold.prove());
        // A write that waits is seen by that it is not done after others have come and gone.
        assertThat(get(hold.prove())).isEqualTo(proof).isNotEmpty();
        if (server != Server.PAUSED) {
            assertThat(servers.sql(server, "SELECT 1")).as("reads go on").isEqualTo("1");
        }
        assertThat(written).isNotDone();
        Hold.Released released = get(hold.release());
        assertThat(released.captured().isEmpty()).isEqualTo(server == Server.PAUSED);
        if (server == Server.POSTGRES) {
            assertThat(released.captured()).containsKeys("backup_label", "data_directory");
            get(hold.proveRetained());
        }
        get(hold.end());
        get(written);
        assertThat(hold.lost()).isNotDone();
        assertThat(servers.identity(server)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void writesGoOnAfter(final Event event) throws Exception {
        List<Future<?>> both = new ArrayList<>();
        for (Server server : Server.values()) {
            both.add(threads.submit(() -> {
                writesGoOn(server, event);
                return null;
            }));
        }
        for (Future<?> each : both) {
            each.get(2, TimeUnit.MINUTES);
        }
    }

    private static void writesGoOn(final Server server, final Event event) throws Exception {
        List<String> before = servers.identity(server);
        String id = "event-" + event.ordinal() + "-" + server.pod;
        HoldRequest request = HeldServers.request(server, id, DEADLINE, event.heartbeat);
        try (Held held = event == Event.ORCHESTRATOR_KILLED ? Held.elsewhere(request, server) : Held.here(request)) {
            CompletableFuture<Long> written = servers.written(server);
            held.stands();
            assertThat(written).as("the hold stands").isNotDone();
            long happened = System.nanoTime();
            held.happens(event, id);
            long free = written.get(60, TimeUnit.SECONDS);
            long late = (free - held.sentNanos()) / 1_000_000 - DEADLINE.toMillis();
            System.out.printf(
                    "WRITES_GO_ON %s %s: %d ms after it happened, %d ms %s the deadline%n",
                    server, event, (free - happened) / 1_000_000, Math.abs(late), late < 0 ? "before" : "after");
            assertThat(late).as("ms after the deadline").isLessThanOrEqualTo(LATE_MILLIS);
        }
        try (Cluster fresh = HeldServers.connect(servers.kubeconfig())) {
            servers.quiescer(fresh).releaseLeftover(request).get(60, TimeUnit.SECONDS);
        }
        assertThat(HoldProcesses.count(id)).isZero();
        assertThat(servers.identity(server)).isEqualTo(before);
        if (server == Server.POSTGRES) {
            assertThat(servers.sql(server, "SELECT count(*) FROM pg_replication_slots"))
                    .isEqualTo("0");
        }
    }

    private static <T> T get(final CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    /** A hold that stands, and the way to whoever asked for it. */
    private record Held(Hold hold, long sentNanos, Process orchestrator, Cluster cluster, Relay relay)
            implements AutoCloseable {

        static Held here(final HoldRequest request) throws Exception {
            Relay relay = new Relay(servers.url());
            Cluster cluster = HeldServers.connect(servers.kubeconfig().replace(servers.url(), relay.url()));
            Hold hold = get(servers.quiescer(cluster).hold(request));
            return new Held(hold, hold.sentNanos(), null, cluster, relay);
        }

        static Held elsewhere(final HoldRequest request, final Server server) throws IOException {
            Path kubeconfig = directory.resolve(request.id());
            Files.writeString(kubeconfig, servers.kubeconfig());
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            OrchestratorToKill.class.getName(),
                            kubeconfig.toString(),
                            server.name(),
                            request.id(),
                            Long.toString(request.deadline().toMillis()),
                            Long.toString(request.heartbeat().toMillis()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String age = said.readLine();
            assertThat(age).as("age of the hold in ms").isNotNull().matches("[0-9]+");
            return new Held(null, System.nanoTime() - Long.parseLong(age) * 1_000_000, process, null, null);
        }

        /** Proves it, where the one who holds can be asked. */
        void stands() throws Exception {
            if (hold != null) {
                get(hold.prove());
            }
        }

        void happens(final Event event, final String id) throws IOException {
            switch (event) {
                case ORCHESTRATOR_KILLED -> orchestrator.destroyForcibly();
                case CONNECTION_CUT -> relay.cut();
                case CLIENT_KILLED -> kill(id, HoldProcesses.Part.CLIENT);
                case SHELL_KILLED -> kill(id, HoldProcesses.Part.MAIN);
                case SILENCE_UNTIL_THE_HEARTBEAT, SILENCE_UNTIL_THE_DEADLINE -> relay.silence();
            }
        }

        private static void kill(final String id, final HoldProcesses.Part part) {
            long process = Awaitility.await().until(() -> HoldProcesses.of(id).get(part), Objects::nonNull);
            ProcessHandle.of(process).orElseThrow().destroyForcibly();
        }

        @Override
        public void close() throws IOException {
            if (orchestrator != null) {
                orchestrator.destroyForcibly();
            } else {
                relay.close();
                cluster.close();
            }
        }
    }
}
