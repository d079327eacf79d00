package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.embedded.node.TestContainer;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of the pause template, in a container whose processes fork all the time and write to two volumes. */
class PauseTemplateTest {
    private static final HookTemplate TEMPLATE = TemplateLibrary.builtIn().named("pause");
    private static final HoldRecipe HOLD = TEMPLATE.hold();
    private static final String ACQUIRE = HOLD.acquire();
    private static final String PROVE = HOLD.prove().orElseThrow();
    private static final String RELEASE = HOLD.release().orElseThrow();
    private static final String WRITABLE = TEMPLATE.writable().orElseThrow();
    private static final List<String> VOLUMES = List.of("/left", "/right");
    /** Each round forks a process that forks another, which outlives it and is adopted by the first process. */
    private static final String FORKING = "for n in 1 2 3; do"
            + " while :; do sh -c '(sleep 0.02; echo x >> /right/log) & echo x >> /left/log'; done & done; wait";

    @TempDir
    static Path directory;

    private static Sandbox sandbox;
    private static TestContainer container;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start();
        container = TestContainer.running(sandbox, "debian:12", directory, VOLUMES, FORKING);
    }

    @AfterAll
    static void stop() throws Exception {
        container.kill();
        sandbox.close();
    }

    @BeforeEach
    void writesGoOn() throws IOException {
        long before = written();
        Awaitility.await().until(() -> written() > before);
    }

    private static long written() throws IOException {
        long written = 0;
        for (String volume : VOLUMES) {
            Path log = TestContainer.volume(directory, volume).resolve("log");
            written += Files.exists(log) ? Files.size(log) : 0;
        }
        return written;
    }

    private static String run(final String shell, final String script) throws Exception {
        return run(shell, script, Map.of("FIRST_PROCESSES", "sh"));
    }

    private static String run(final String shell, final String script, final Map<String, String> parameters)
            throws Exception {
        Map<String, String> all = new HashMap<>(TemplateParameters.complete(TEMPLATE, parameters));
        all.put("LOCK_WAIT", "10");
        return container.run(all, TestContainer.inShell(shell, script));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void everyProcessStandsUntilTheRelease(final String shell) throws Exception {
        run(shell, ACQUIRE);
        try {
            String proof = run(shell, PROVE);
            long before = written();
            Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> written() == before);
            assertThat(run(shell, PROVE)).isEqualTo(proof).startsWith("stopped, by id and begin: ");
            assertThatThrownBy(() -> run(shell, WRITABLE)).hasMessageContaining("is still stopped");
        } finally {
            run(shell, RELEASE);
        }
        run(shell, RELEASE); // Does no harm when nothing is held.
        run(shell, WRITABLE);
        assertThatThrownBy(() -> run(shell, PROVE)).hasMessageContaining("not stopped");
        writesGoOn();
    }

    @Test
    void refusesAFirstProcessThatIsNoInit() {
        assertThatThrownBy(() -> run("sh", ACQUIRE, Map.of()))
                .hasMessageContaining("the first process, sh, cannot be stopped from inside its container")
                .hasMessageContaining("shareProcessNamespace: true")
                .hasMessageContaining("an init such as tini");
    }

    @Test
    void refusesAProcessThatIsStoppedAlready() throws Exception {
        // The oldest child of the first process: one of those that fork all the time.
        String pid = run("sh", "ps -o pid= --ppid 1 | sort -n | head -n 1").strip();
        run("sh", "kill -STOP " + pid);
        try {
            assertThatThrownBy(() -> run("sh", ACQUIRE)).hasMessageContaining("process " + pid + " is stopped already");
        } finally {
            run("sh", "kill -CONT " + pid);
        }
    }
}
