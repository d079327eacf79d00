package io.jenkins.plugins.consistentbackup.bench;

import io.jenkins.plugins.consistentbackup.backup.BackupRun;
import io.jenkins.plugins.consistentbackup.backup.BackupState;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many namespaces, one small backup in each, whose snapshots do not become ready. */
final class WaitingBackups {
    private static final Duration NEVER_READY = Duration.ofMinutes(30);
    /** How many begin together: how many wait is asked about, not how many one machine starts at the same moment. */
    private static final int AT_ONCE = 10;

    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final EmbeddedCluster cluster;
    private final LocalEngine engine;
    private final List<String> namespaces;

    WaitingBackups(EmbeddedCluster cluster, LocalEngine engine, int count) {
        this.cluster = cluster;
        this.engine = engine;
        this.namespaces = IntStream.range(0, count).mapToObj(i -> "wait-" + i).toList();
    }

    /** What they cost while they wait, in one line. They go on waiting until their engine is closed. */
    String measure() throws InterruptedException {
        for (String namespace : namespaces) {
            cluster.applyYaml(BenchPod.yaml(namespace, List.of("files-0")));
        }
        for (String namespace : namespaces) {
            Await.result(cluster.readyPod(namespace, "files"));
        }
        cluster.driver(Storage.ATOMIC).settings().readyLatency(NEVER_READY);
        Map<String, Long> threads = clientThreads();
        List<BackupRun> runs = new ArrayList<>();
        for (int i = 0; i < namespaces.size(); i += AT_ONCE) {
            start(namespaces.subList(i, Math.min(i + AT_ONCE, namespaces.size())), runs);
        }
        // Until the last watches stand, and threads that nothing is left for have ended.
        Await.result(CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(SETTLED.toSeconds(), TimeUnit.SECONDS)));
        return line(runs, threads);
    }

    /** Starts backups; returns when all of them wait for ready. */
    private void start(List<String> some, List<BackupRun> runs) throws InterruptedException {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (String namespace : some) {
            CompletableFuture<Void> reached = new CompletableFuture<>();
            BackupRun run = engine.backups().start(BenchLock.request(namespace), untilReady(reached), text -> {});
            run.result().whenComplete((report, failure) -> {
                if (failure != null) {
                    reached.completeExceptionally(failure);
                }
            });
            runs.add(run);
            waiting.add(reached);
        }
        Await.result(CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)));
    }

    private static Journal<BackupState> untilReady(CompletableFuture<Void> reached) {
        return state -> {
            if ("ready".equals(state.getPhase())) {
                reached.complete(null);
            }
            return CompletableFuture.completedFuture(null);
        };
    }

    private static String line(List<BackupRun> runs, Map<String, Long> threadsBefore) {
        long waiting = runs.stream().filter(run -> !run.result().isDone()).count();
        Map<String, Long> threads = clientThreads();
        System.gc(); // Garbage is not what is asked about.
        Runtime runtime = Runtime.getRuntime();
        return waiting + " backups wait for ready: " + (total(threads) - total(threadsBefore))
                + " threads of the engine and its client more than without them " + threads + ", "
                + (runtime.totalMemory() - runtime.freeMemory()) / 1_048_576
                + " MB of heap in use (the embedded cluster's own included)";
    }

    private static long total(Map<String, Long> threads) {
        return threads.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Threads that are not the embedded cluster's own, by the words that their names begin with. */
    private static Map<String, Long> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.matches("(vert\\.x|embedded|process reaper|container ).*"))
                .collect(Collectors.groupingBy(
                        name -> name.replaceAll("[^A-Za-z ].*", ""), TreeMap::new, Collectors.counting()));
    }
}
