package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.quiesce.HoldProcesses.Part;
import io.jenkins.plugins.consistentbackup.quiesce.KillMatrix.Case;
import io.jenkins.plugins.consistentbackup.quiesce.KillMatrix.Killed;
import io.jenkins.plugins.consistentbackup.quiesce.KillMatrix.Orchestrator;
import io.jenkins.plugins.consistentbackup.quiesce.KillMatrix.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promise "never left frozen" against the holder script alone: each of its processes is killed at each point, in
 * each shell, while the orchestrator says nothing more or is gone. The lock must be gone a second after the deadline at
 * the latest, and the container's first process must not see a bad status of anything that the test did not kill itself.
 */
class HoldScriptTest {
    /** Cases at a time; most of them wait for a deadline. */
    private static final int FEW = 5;

    private static final int MANY = 12;

    @TempDir
    Path directory;

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
        all(shell, shell.equals("busybox"), cases, FEW);
    }

    /** Prints {@code KILLED <shell>, <root>: <cases>, <repeated>, <latest>}. */
    @Tag("soak")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    @ParameterizedTest
    @CsvSource({"dash, true", "dash, false", "bash, true", "bash, false", "busybox, true", "busybox, false"})
    void wholeMatrix(final String shell, final boolean readOnlyRoot) throws Exception {
        List<Case> cases = new ArrayList<>();
        for (Part part : Part.values()) {
            for (Point point : Point.values()) {
                for (Orchestrator orchestrator : Orchestrator.values()) {
                    cases.add(new Case(part, point, orchestrator, true));
                    cases.add(new Case(part, point, orchestrator, false));
                }
            }
        }
        all(shell, readOnlyRoot, cases, MANY);
    }

    private void all(final String shell, final boolean readOnlyRoot, final List<Case> cases, final int atATime)
            throws Exception {
        assumeTrue(LocalContainer.canIsolate(), "no right to make namespaces");
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        try (KillMatrix matrix = new KillMatrix(shell, directory, readOnlyRoot)) {
            List<Callable<Killed>> tasks = new ArrayList<>();
            for (Case each : cases) {
                tasks.add(() -> matrix.kill(each));
            }
            List<Killed> killed = new ArrayList<>();
            List<String> failed = new ArrayList<>();
            List<Future<Killed>> results = threads.invokeAll(tasks);
            for (int i = 0; i < cases.size(); i++) {
                try {
                    killed.add(results.get(i).get());
                } catch (ExecutionException e) {
                    failed.add(cases.get(i) + ": " + e.getCause());
                }
            }
            System.out.printf(
                    "KILLED %s, root %s: %d of %d cases as promised, %d repeated, latest release %d ms after the deadline%n",
                    shell,
                    readOnlyRoot ? "read-only" : "writable",
                    killed.size(),
                    cases.size(),
                    killed.stream().filter(each -> each.turns() > 1).count(),
                    killed.stream().mapToLong(Killed::lateMillis).max().orElse(0));
            assertThat(failed).as("in " + shell).isEmpty();
            assertThat(matrix.container().adopted()).as("orphans").isNotEmpty();
            assertThat(matrix.badStatuses())
                    .as("adopted by the first process in " + shell)
                    .isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }
}
