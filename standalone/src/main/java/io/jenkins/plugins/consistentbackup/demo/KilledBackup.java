package io.jenkins.plugins.consistentbackup.demo;

import io.jenkins.plugins.consistentbackup.demo.Shop.Server;
import io.jenkins.plugins.consistentbackup.demo.load.Stalls;
import io.jenkins.plugins.consistentbackup.demo.load.Write;
import io.jenkins.plugins.consistentbackup.demo.load.WriterRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A backup by a process of its own, which is killed with SIGKILL while it holds the databases. */
final class KilledBackup {
    /**
     * What the clients saw.
     *
     * @param waited from the kill until the last of them had a row acknowledged
     * @param longestWrite that was under way at the kill or later, from its begin to its acknowledgement
     */
    record Outcome(Duration waited, Duration longestWrite) {}

    private static final Duration HELD_BEFORE_KILL = Duration.ofSeconds(1);
    private static final Duration HOLD_LIMIT = Duration.ofSeconds(60);

    private final Shop shop;
    private final List<String> command;

    /**
     * @param javaCommand how to start a Java class of ours
     * @param kubeconfig how the process reaches the cluster
     * @param driver the driver that it may trust
     * @param maxFreeze its budget
     */
    KilledBackup(Shop shop, List<String> javaCommand, Path kubeconfig, String driver, Duration maxFreeze) {
        this.shop = shop;
        this.command = new ArrayList<>(javaCommand);
        command.addAll(List.of(
                "io.jenkins.plugins.consistentbackup.cli.ConsistentBackup",
                "backup",
                "--namespace",
                Shop.NAMESPACE,
                "--kubeconfig",
                kubeconfig.toString(),
                "--atomic-driver",
                driver,
                "--max-freeze",
                maxFreeze.toSeconds() + "s",
                "--progress",
                "always"));
    }

    /**
     * Starts it, kills it once everything is held, and waits until the clients' writes go on.
     *
     * @param limit for how long writes may wait after the kill
     * @return what the clients saw; empty when their writes did not go on within the limit
     */
    Optional<Outcome> run(Duration limit) throws InterruptedException {
        Process process = start();
        try {
            awaitHold(process);
            // So that clients are seen to wait.
            LockSupport.parkNanos(HELD_BEFORE_KILL.toNanos());
            process.destroyForcibly().waitFor();
            long killedNanos = System.nanoTime();
            Optional<Duration> waited = Polling.until(limit, () -> writesGoOn(killedNanos));
            return waited.map(time -> new Outcome(time, stall(killedNanos)));
        } finally {
            process.destroyForcibly();
        }
    }

    private Duration stall(long killedNanos) {
        return shop.servers().stream()
                .map(server -> Stalls.of(shop.records(server), killedNanos, System.nanoTime())
                        .longest())
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private Process start() {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
    }

    private static void awaitHold(Process process) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        CompletableFuture<Boolean> held =
                CompletableFuture.supplyAsync(() -> process.inputReader(StandardCharsets.UTF_8)
                        .lines()
                        .peek(seen::add)
                        .anyMatch(line -> line.strip().startsWith("hold ")));
        try {
            if (!held.get(HOLD_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new DemoException("the backup that was to be killed ended before it held anything: " + seen);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new DemoException("the backup that was to be killed never held anything: " + seen, e);
        }
    }

    /** Every client has had a row acknowledged that it began after the kill, or that was waiting then. */
    private Optional<Duration> writesGoOn(long killedNanos) {
        long latest = killedNanos;
        for (Server server : shop.servers()) {
            for (WriterRecord record : shop.records(server)) {
                Optional<Write> first = record.writes().stream()
                        .filter(write -> write.acknowledgedNanos().isPresent()
                                && write.acknowledgedNanos().getAsLong() - killedNanos > 0)
                        .findFirst();
                if (first.isEmpty()) {
                    return Optional.empty();
                }
                latest = Math.max(latest, first.get().acknowledgedNanos().getAsLong());
            }
        }
        return Optional.of(Duration.ofNanos(latest - killedNanos));
    }
}
