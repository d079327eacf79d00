package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C on a backup in a process of its own: it lets go, removes what it made, and ends with 130. */
class InterruptTest {
    private static final String NAMESPACE = "stop";
    private static final Duration LONG = Duration.ofMinutes(4);

    @TempDir
    private static Path folder;

    private static LiveShop shop;
    private final CompletableFuture<Void> reached = new CompletableFuture<>();

    @BeforeAll
    static void open() throws Exception {
        shop = new LiveShop(folder);
        shop.files(NAMESPACE);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @AfterEach
    void heal() {
        shop.embedded().faults(FaultPlan.NONE);
        shop.heal();
    }

    @Test
    void inThePlan() throws Exception {
        stallAt("list persistentvolumeclaims");
        interrupted(errors -> reached.join());
    }

    @Test
    void inTheHold() throws Exception {
        // The plan executes too; what the hold executes comes after the Lease was taken.
        stallAfterTheLeaseAt("get pods/exec");
        interrupted(errors -> reached.join());
    }

    @Test
    void whileWaitingForReady() throws Exception {
        shop.embedded().driver(Storage.ATOMIC).settings().readyLatency(LONG);
        interrupted(errors -> readUntil(errors, "trailing"));
    }

    /** Such a request stands still for a while, and this is noted. */
    private void stallAt(final String label) {
        shop.embedded().faults(request -> request.label().equals(label) ? stall() : Fault.none());
    }

    private void stallAfterTheLeaseAt(final String label) {
        CompletableFuture<Void> leased = new CompletableFuture<>();
        shop.embedded().faults(request -> {
            if (request.resource().equals("leases") && request.isWrite()) {
                leased.complete(null);
            }
            return leased.isDone() && request.label().equals(label) && !reached.isDone() ? stall() : Fault.none();
        });
    }

    private Fault stall() {
        reached.complete(null);
        return Fault.stall(new CompletableFuture<>(), Duration.ofSeconds(3));
    }

    /**
     * Starts a backup, waits, and interrupts it.
     *
     * @param moment returns when it has come; may read what the backup says
     */
    private void interrupted(final Consumer<BufferedReader> moment) throws Exception {
        Process backup = start();
        try (BufferedReader errors = backup.errorReader()) {
            moment.accept(errors);
            new ProcessBuilder("kill", "-INT", String.valueOf(backup.pid()))
                    .start()
                    .waitFor();
            List<String> said = errors.lines().toList();
            assertThat(backup.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(backup.exitValue()).as(String.join("\n", said)).isEqualTo(130);
            assertThat(shop.traces(NAMESPACE)).isEmpty();
        } finally {
            backup.destroyForcibly();
        }
    }

    private static void readUntil(final BufferedReader errors, final String phase) {
        assertThat(errors.lines().anyMatch(line -> line.contains(phase + " ")))
                .as("the phase " + phase + " ended")
                .isTrue();
    }

    private static Process start() throws IOException {
        String[] options = Stream.concat(Stream.of(LiveShop.FILES), Stream.of("--progress", "always"))
                .toArray(String[]::new);
        // A shell that runs the tests in the background may have told its children to ignore Ctrl-C.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ConsistentBackup.class.getName()));
        command.addAll(LiveShop.line(shop.kubeconfig(), "backup", NAMESPACE, options));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
