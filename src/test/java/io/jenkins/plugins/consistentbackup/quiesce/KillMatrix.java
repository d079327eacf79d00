package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.quiesce.HoldProcesses.Part;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * Holds that lose one of their processes, in a container with one shell.
 *
 * <p>A busy machine must not decide a case. It has another turn when its hold was over before the machine came to the
 * kill, and when the release was late while the {@link Metronome} was late as well; it ends when a turn was not
 * disturbed like that, and then the limit holds without allowance.
 */
final class KillMatrix implements AutoCloseable {
    private static final long DEADLINE_MILLIS = 5000;
    private static final long LATE_MILLIS = 1000;
    /** A release goes through a handful of processes, a beat through two. */
    private static final Duration LATE_MACHINE = Duration.ofMillis(300);

    private static final int TURNS = 8;
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final AtomicInteger NUMBER = new AtomicInteger();

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

    record Case(Part part, Point point, Orchestrator orchestrator, boolean session) {}

    /**
     * What became of a case.
     *
     * @param lateMillis how long after the deadline the lock was seen to be gone; negative: before
     * @param turns how many it took
     */
    record Killed(long lateMillis, int turns) {}

    private final LocalContainer container;
    private final Metronome metronome;
    private final Path volume;
    /** Numbers within the container of what was killed here. */
    private final Set<Long> own = ConcurrentHashMap.newKeySet();

    KillMatrix(final String shell, final Path directory, final boolean readOnlyRoot) throws IOException {
        volume = Files.createDirectories(directory.resolve("volume"));
        container = LocalContainer.isolated(shell, directory, volume, readOnlyRoot);
        metronome = new Metronome(container);
    }

    LocalContainer container() {
        return container;
    }

    /** What the first process collected that it must not, as {@link LocalContainer#adopted} has it. */
    List<String> badStatuses() {
        return container.adopted().stream()
                .filter(line -> !line.matches("reaped [0-9]+ [01] 0"))
                .filter(line -> !own.contains(Long.parseLong(line.split(" ")[1])))
                .toList();
    }

    /** Throws AssertionError when the lock was gone too late, or something stays. */
    Killed kill(final Case now) throws Exception {
        for (int turn = 1; turn <= TURNS; turn++) {
            Optional<Long> late = turn(now);
            if (late.isPresent()) {
                return new Killed(late.get(), turn);
            }
        }
        throw new AssertionError("this machine is too busy to tell, in " + TURNS + " turns");
    }

    /** Returns how late the release was; empty when the machine disturbed this. */
    private Optional<Long> turn(final Case now) throws Exception {
        String id = "case-" + NUMBER.incrementAndGet();
        StandIn database = new StandIn(volume, id);
        HookTemplate template = now.session ? database.session() : database.state("");
        long begun = System.nanoTime();
        RunningScript script = new RunningScript(container, database.request(id, template, DEADLINE_MILLIS));
        boolean stands = script.until("ARMED");
        long armed = System.nanoTime();
        if (!stands || !isReached(script, now, database) || !isKilled(script, now, id, begun)) {
            assertThat(millisSince(begun)).as("ms until the hold was over").isGreaterThanOrEqualTo(DEADLINE_MILLIS);
            script.close();
            return Optional.empty();
        }
        afterwards(script, now);
        Awaitility.await(now.toString())
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(30))
                .until(() -> !isHeld(now, database));
        long late = millisSince(armed) - DEADLINE_MILLIS;
        Duration machine =
                metronome.latest(armed + Duration.ofMillis(DEADLINE_MILLIS).toNanos());
        script.close();
        Awaitility.await("processes of " + now + " gone")
                .atMost(Duration.ofSeconds(10))
                .until(() -> HoldProcesses.count(id) == 0);
        if (late > LATE_MILLIS && machine.compareTo(LATE_MACHINE) > 0) {
            return Optional.empty();
        }
        assertThat(late)
                .as("ms after the deadline, while a beat was late by at most " + machine)
                .isLessThanOrEqualTo(LATE_MILLIS);
        return Optional.of(late);
    }

    /** Brings the hold to the point of the kill; false when its deadline came first. */
    private static boolean isReached(final RunningScript script, final Case now, final StandIn database)
            throws Exception {
        if (now.point != Point.ARMED) {
            script.trySend("ACQUIRE");
            if (!script.until("READY") || !isHeld(now, database)) {
                return false;
            }
        }
        if (now.point == Point.RELEASED) {
            script.trySend("RELEASE");
            return script.until("RELEASED");
        }
        return true;
    }

    /**
     * Kills the process; false when the deadline came first. Every process of a hold is there from {@code ARMED} to the
     * end, in every shell; but a tick's sleep may end between being found and being killed: then the next one is it.
     */
    private boolean isKilled(final RunningScript script, final Case now, final String id, final long begun)
            throws Exception {
        boolean asked = now.point != Point.PROVING;
        while (millisSince(begun) < DEADLINE_MILLIS) {
            Long process = HoldProcesses.of(id).get(now.part);
            if (process != null && !asked) {
                script.trySend("PING 1");
                asked = true;
            }
            Optional<Long> killed = process == null ? Optional.empty() : HoldProcesses.kill(process);
            killed.ifPresent(own::add);
            if (killed.isPresent()) {
                return true;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return false;
    }

    private static void afterwards(final RunningScript script, final Case now) {
        switch (now.orchestrator) {
            case SILENT -> {}
            case GONE -> script.close();
            case LIVELY -> script.trySend("BEAT");
        }
    }

    private static boolean isHeld(final Case now, final StandIn database) throws IOException, InterruptedException {
        return now.session ? database.isLocked() : database.isState();
    }

    private static long millisSince(final long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    @Override
    public void close() {
        metronome.close();
        container.close();
    }
}
