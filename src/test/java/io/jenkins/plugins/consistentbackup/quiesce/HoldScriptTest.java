package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecEnd;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecListener;
import io.jenkins.plugins.consistentbackup.quiesce.HoldProcesses.Part;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promise "never left frozen" against the holder script alone: each of its processes is killed at each point, in
 * each shell, while the orchestrator says nothing more or is gone. The lock must be gone a second after the deadline at
 * the latest, and the container's first process must not see a bad status of anything that the test did not kill itself.
 */
class HoldScriptTest {
    private static final long DEADLINE_MILLIS = 5000;
    private static final long LATE_MILLIS = 1000;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    Path directory;

    /** When a process is killed. */
    enum Point {
        ARMED,
        HELD,
        PROVING,
        RELEASED
    }

    /** What the orchestrator does after that. */
    enum Orchestrator {
        SILENT,
        GONE,
        /** Says all that it always says: the container must not be kept alive by that. */
        LIVELY
    }

    private record Case(Part part, Point point, Orchestrator orchestrator, boolean session) {}

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void lockIsGoneByTheDeadlineWhateverIsKilled(final String shell) throws Exception {
        List<Case> cases = new ArrayList<>();
        for (Part part : Part.values()) {
            cases.add(new Case(part, Point.HELD, Orchestrator.SILENT, true));
        }
        cases.add(new Case(Part.CLIENT, Point.HELD, Orchestrator.SILENT, false));
        cases.add(new Case(Part.JACKET, Point.HELD, Orchestrator.SILENT, false));
        cases.add(new Case(Part.KEEPER, Point.HELD, Orchestrator.SILENT, false));
        cases.add(new Case(Part.MAIN, Point.HELD, Orchestrator.GONE, false));
        // One shell with a read-only root here; all of them in the whole matrix.
        all(shell, shell.equals("busybox"), cases);
    }

    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void wholeMatrix(final String shell) throws Exception {
        List<Case> cases = new ArrayList<>();
        for (Part part : Part.values()) {
            for (Point point : Point.values()) {
                for (Orchestrator orchestrator : Orchestrator.values()) {
                    cases.add(new Case(part, point, orchestrator, true));
                    cases.add(new Case(part, point, orchestrator, false));
                }
            }
        }
        all(shell, true, cases);
        all(shell, false, cases);
    }

    private void all(final String shell, final boolean readOnly, final List<Case> cases) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/" + shell)), "no " + shell);
        assumeTrue(LocalContainer.canIsolate(), "no right to make namespaces");
        Path volume = Files.createDirectories(directory.resolve("volume"));
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try (LocalContainer container = LocalContainer.isolated(shell, directory, volume, readOnly)) {
            List<Callable<Long>> tasks = new ArrayList<>();
            for (Case each : cases) {
                tasks.add(() -> killed(container, volume, each));
            }
            List<Long> own = new ArrayList<>();
            List<String> failed = new ArrayList<>();
            List<Future<Long>> results = threads.invokeAll(tasks);
            for (int i = 0; i < cases.size(); i++) {
                try {
                    own.add(results.get(i).get());
                } catch (ExecutionException e) {
                    failed.add(cases.get(i) + ": " + e.getCause());
                }
            }
            assertThat(failed).as("in " + shell).isEmpty();
            assertThat(container.adopted()).as("orphans").isNotEmpty();
            List<String> bad = container.adopted().stream()
                    .filter(line -> !line.matches("reaped [0-9]+ [01] 0"))
                    .filter(line -> !own.contains(Long.parseLong(line.split(" ")[1])))
                    .toList();
            assertThat(bad).as("adopted by the first process in " + shell).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns the killed process' number within the container. */
    private static long killed(final LocalContainer container, final Path volume, final Case now) throws Exception {
        String id = "case-" + NUMBER.incrementAndGet();
        StandIn database = new StandIn(volume, id);
        HookTemplate template = now.session ? database.session() : database.state("");
        HoldRequest request = database.request(id, template, DEADLINE_MILLIS);
        Script script = new Script(container, request);
        script.until("ARMED");
        long armed = System.nanoTime();
        if (now.point != Point.ARMED) {
            script.send("ACQUIRE");
            script.until("READY");
            assertThat(now.session ? database.isLocked() : database.isState()).isTrue();
        }
        if (now.point == Point.RELEASED) {
            script.send("RELEASE");
            script.until("RELEASED");
        }
        // A tick's sleep may end between being found and being looked at: then the next one is it.
        Victim victim = Awaitility.await(now.toString())
                .pollInterval(Duration.ofMillis(20))
                .ignoreException(NoSuchFileException.class)
                .until(() -> Victim.of(id, now.part), Objects::nonNull);
        if (now.point == Point.PROVING) {
            script.send("PING 1");
        }
        ProcessHandle.of(victim.pid).ifPresent(ProcessHandle::destroyForcibly);
        afterwards(script, now);
        Awaitility.await(now.toString())
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(30))
                .until(() -> !(now.session ? database.isLocked() : database.isState()));
        long late = (System.nanoTime() - armed) / 1_000_000 - DEADLINE_MILLIS;
        assertThat(late).as("ms after the deadline").isLessThanOrEqualTo(LATE_MILLIS);
        script.session.close();
        Awaitility.await("processes of " + now + " gone")
                .atMost(Duration.ofSeconds(10))
                .until(() -> HoldProcesses.count(id) == 0);
        return victim.inside;
    }

    private static void afterwards(final Script script, final Case now) {
        switch (now.orchestrator) {
            case SILENT -> {}
            case GONE -> script.session.close();
            case LIVELY -> script.trySend("BEAT");
        }
    }

    /** A process by its numbers: on this machine, and within its container. */
    private record Victim(long pid, long inside) {
        static Victim of(final String id, final Part part) throws IOException {
            Long pid = HoldProcesses.of(id).get(part);
            return pid == null ? null : new Victim(pid, HoldProcesses.inside(pid));
        }
    }

    /** The script in a container, as the orchestrator sees it. */
    static final class Script implements ExecListener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final LocalContainer.Session session;

        Script(final LocalContainer container, final HoldRequest request) {
            this(container, HolderScript.hold(request, "cb-" + request.id()));
        }

        Script(final LocalContainer container, final String text) {
            session = (LocalContainer.Session) container
                    .open(LocalContainer.REF, HolderScript.COMMAND, this)
                    .join();
            session.send(text);
        }

        Process process() {
            return session.process();
        }

        void send(final String line) {
            session.send(line + "\n");
        }

        void trySend(final String line) {
            try {
                send(line);
            } catch (RuntimeException e) {
                // What was killed is what would have read it.
            }
        }

        /** Skips lines until this one. */
        void until(final String wanted) throws InterruptedException {
            List<String> seen = new ArrayList<>();
            for (String line = ""; !wanted.equals(line); seen.add(line)) {
                line = lines.poll(10, TimeUnit.SECONDS);
                assertThat(line).as("after " + seen).isNotNull();
            }
        }

        @Override
        public void output(final String line) {
            lines.add(line);
        }

        @Override
        public void error(final String line) {
            lines.add("stderr " + line);
        }

        @Override
        public void ended(final ExecEnd end) {
            lines.add(end.toString());
        }
    }
}
