package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.quiesce.HoldProcesses.Part;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Most databases are the first process of their container and never collect what they adopt: each process that is left to
 * them would take a process number for good, until the container has none left.
 */
class AdoptedProcessesTest {
    private static final long DEADLINE_MILLIS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Leaves one process behind on purpose: it ends after the one that started it. */
    private static final String ORPHAN = "(sleep 0.3; exit 1) > /dev/null 2>&1 & exit 0";

    @TempDir
    Path directory;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void nothingIsLeftToTheFirstProcess(final String shell) throws Exception {
        assumeTrue(LocalContainer.canIsolate(), "no right to make namespaces");
        try (LocalContainer container = LocalContainer.isolated(shell, directory, directory, false)) {
            StandIn database = new StandIn(directory, "db");
            for (HookTemplate template : List.of(database.session(), database.state(""))) {
                HoldRequest request = database.request("adopted-" + shell, template, DEADLINE_MILLIS);
                hold(container, request);
                awaitEnd(container, "the hold");
                held(container, request).close();
                awaitEnd(container, "a hold without its orchestrator");
                RunningScript script = held(container, request);
                kill(HoldProcesses.of(request.id()).get(Part.KEEPER));
                awaitEnd(container, "a hold without its keeper, whose orchestrator is still there");
                script.close();
            }
            get(new ScriptRunner(container, timer)
                    .run(LocalContainer.REF, "sleep 0.1; echo done", Map.of(), Duration.ofSeconds(20)));
            awaitEnd(container, "the script");

            new RunningScript(container, "orphan\nend\n" + ORPHAN + "\nend\n");
            Awaitility.await("what was left on purpose")
                    .atMost(PATIENCE)
                    .until(() -> container.adopted().stream().anyMatch(line -> line.endsWith(" 1 0")));
            assertThat(container.adopted()).hasSize(1);
        }
    }

    private void hold(final LocalContainer container, final HoldRequest request) throws Exception {
        Quiescer quiescer = new ContainerQuiescer(container, timer);
        Hold hold = get(quiescer.hold(request));
        get(hold.prove());
        get(hold.release());
        get(hold.end());
        get(quiescer.releaseLeftover(request));
    }

    private static RunningScript held(final LocalContainer container, final HoldRequest request) throws Exception {
        RunningScript script = new RunningScript(container, request);
        assertThat(script.until("ARMED")).isTrue();
        script.send("ACQUIRE");
        assertThat(script.until("READY")).isTrue();
        return script;
    }

    private static void kill(final long process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-9", String.valueOf(process))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits until the first process is alone. */
    private static void awaitEnd(final LocalContainer container, final String what) {
        Awaitility.await("the end of " + what).atMost(PATIENCE).until(() -> container.processes() == 1);
    }

    private static <T> T get(final CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
