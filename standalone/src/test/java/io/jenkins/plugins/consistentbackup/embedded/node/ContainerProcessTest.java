package io.jenkins.plugins.consistentbackup.embedded.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.embedded.NeedsPsql;
import io.jenkins.plugins.consistentbackup.embedded.image.BuiltInImages;
import io.jenkins.plugins.consistentbackup.embedded.image.Image;
import io.jenkins.plugins.consistentbackup.embedded.image.ImageCache;
import io.jenkins.plugins.consistentbackup.embedded.image.ImageRegistry;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.FrozenProcesses;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerProcessTest {
    @TempDir
    static Path directory;

    private static final ImageRegistry IMAGES = BuiltInImages.registry(ImageCache.ofUser());
    private static Sandbox sandbox;
    private final ContainerLog log = new ContainerLog(Clock.systemUTC());

    @BeforeAll
    static void enter() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    static void leave() {
        sandbox.close();
    }

    @Test
    void firstProcessIsPidOneWithTheUserAndHostNameOfThePod() throws Exception {
        ContainerProcess container = start(
                "one", List.of("sh", "-c", "echo $$ $(id -u) $(hostname); ls /proc | grep -c '^[0-9]'"), 1234, false);

        assertThat(container.exit().get(20, TimeUnit.SECONDS)).isZero();
        assertThat(log.tail(10)).startsWith("1 1234 one\n");
    }

    @Test
    void readOnlyRootHasNoWritableDirectoryButVolumes() throws Exception {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        ContainerSpec spec = spec(
                "readonly",
                List.of(
                        "sh",
                        "-c",
                        "for d in / /tmp /run /var/tmp /etc /dev /usr/bin /proc; do touch $d/x 2>/dev/null && echo writable $d; done; touch /data/deep/x && echo done"),
                0,
                true,
                List.of(new ContainerSpec.Mount(volume, "/data/deep", false)));
        ContainerProcess container = ContainerProcess.start(sandbox, spec, directory.resolve("readonly"), log);

        assertThat(container.exit().get(20, TimeUnit.SECONDS)).isZero();
        assertThat(log.tail(10)).isEqualTo("done");
        assertThat(volume.resolve("x")).exists();
        assertThat(directory.resolve("readonly/root")).isEmptyDirectory();
    }

    @Test
    void execRunsInTheContainerAndGivesExitStatusAndStreams() throws Exception {
        ContainerProcess container = start("exec", List.of("sleep", "1000"), 1234, false);
        container.started().get(10, TimeUnit.SECONDS);

        Process process = container.exec(List.of("sh", "-c", "id -u; hostname; cat; exit 7"));
        process.getOutputStream().write("in\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("1234\nexec\nin\n");
        assertThat(process.waitFor()).isEqualTo(7);
        assertThatThrownBy(() -> container.exec(List.of("nosuch")))
                .hasMessageContaining("executable file not found in $PATH");
        assertThatThrownBy(() -> container.exec(List.of("/no/such"))).hasMessageContaining("no such file or directory");

        Process held = container.exec(List.of("cat"));
        container.kill();
        assertThat(container.exit().get(10, TimeUnit.SECONDS)).isEqualTo(137);
        assertThat(held.waitFor(10, TimeUnit.SECONDS))
                .as("exec ends with its container")
                .isTrue();
    }

    @Test
    void programThatIsNotThereIsRefused() {
        ContainerProcess container = start("missing", List.of("nosuch"), 0, false);

        assertThatThrownBy(() -> container.started().get(10, TimeUnit.SECONDS))
                .hasMessageContaining("exec: \"nosuch\": executable file not found in $PATH");
    }

    @Test
    void frozenContainerWritesNothing() throws Exception {
        ContainerProcess container =
                start("frozen", List.of("sh", "-c", "(while :; do echo a; done) & while :; do echo b; done"), 0, false);
        container.started().get(10, TimeUnit.SECONDS);
        Awaitility.await().until(() -> log.lines().size() > 100);

        try (FrozenProcesses frozen = FrozenProcesses.of(List.of(container.pid()))) {
            assertThat(frozen).isNotNull();
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> log.lines().size(), new Steady());
        }
        int before = log.lines().size();
        Awaitility.await().until(() -> log.lines().size() > before);
        container.kill();
        assertThat(container.exit().get(10, TimeUnit.SECONDS)).isEqualTo(137);
    }

    @Test
    @NeedsPsql
    void postgresStartsAsPidOneOfItsContainer() throws Exception {
        Image image = IMAGES.find("postgres:18").orElseThrow();
        Map<String, String> environment = new LinkedHashMap<>(image.environment());
        String port = TestContainer.freePort();
        environment.put("PORT", port);
        environment.put("PGPORT", port);
        environment.put("POSTGRES_PASSWORD", "secret");
        environment.put("POSTGRES_DB", "shop");
        Path volume = Files.createDirectory(directory.resolve("pg"));
        Files.setPosixFilePermissions(volume, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        ContainerSpec spec = new ContainerSpec(
                "db",
                "pg-0",
                image,
                List.of("/docker-entrypoint.sh", "postgres"),
                environment,
                "/",
                identity(999),
                false,
                List.of(new ContainerSpec.Mount(volume, "/var/lib/postgresql", false)));
        ContainerProcess container = ContainerProcess.start(sandbox, spec, directory.resolve("pg-0"), log);
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> container.exit().isDone() || log.tail(100).contains("ready to accept connections"));
            Process process = container.exec(List.of("psql", "-U", "postgres", "-d", "shop", "-Atc", "select 6*7"));
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("42\n");
        } finally {
            System.out.println(log.tail(30));
            container.signal("INT");
        }
        assertThat(container.exit().get(20, TimeUnit.SECONDS)).isZero();
    }

    /** The same value as last time. */
    private static final class Steady implements java.util.function.Predicate<Integer> {
        private Integer last;

        @Override
        public boolean test(Integer value) {
            boolean same = value.equals(last);
            last = value;
            return same;
        }
    }

    private ContainerProcess start(String name, List<String> command, int user, boolean readOnly) {
        return ContainerProcess.start(
                sandbox, spec(name, command, user, readOnly, List.of()), directory.resolve(name), log);
    }

    private static ContainerSpec spec(
            String name, List<String> command, int user, boolean readOnly, List<ContainerSpec.Mount> mounts) {
        Image image = IMAGES.find("debian").orElseThrow();
        return new ContainerSpec(
                "main", name, image, command, image.environment(), "/", identity(user), readOnly, mounts);
    }

    private static Identity identity(int user) {
        return new Identity(user, user, List.of(), Identity.DEFAULT_CAPABILITIES, false, false);
    }
}
