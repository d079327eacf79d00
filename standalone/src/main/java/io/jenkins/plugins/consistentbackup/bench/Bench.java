package io.jenkins.plugins.consistentbackup.bench;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.backup.BackupRun;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * The benchmark: one pod with 1, 10, 100 volumes of plain files, cut one by one; once as fast as the API server can, once
 * at the snapshot controller's default rate; then many backups that wait for ready at the same time.
 */
public final class Bench {
    private static final Duration DRIVER_CUT = Duration.ofMillis(100);
    /** The snapshot controller's own default, and its burst. */
    private static final double DEFAULT_RATE = 5;

    private static final int DEFAULT_BURST = 10;
    private static final Duration NEVER_READY = Duration.ofMinutes(30);

    private final PrintWriter out;
    private final List<Integer> volumes;
    private final int waiting;

    /**
     * @param volumes for how many volumes to measure
     * @param waiting how many backups are to wait at the same time; 0 for none
     */
    public Bench(PrintWriter out, List<Integer> volumes, int waiting) {
        this.out = out;
        this.volumes = List.copyOf(volumes);
        this.waiting = waiting;
    }

    public void run() throws InterruptedException {
        try (EmbeddedCluster cluster = EmbeddedCluster.start();
                LocalEngine engine = engine(cluster)) {
            cluster.driver(Storage.ATOMIC).settings().cutLatency(DRIVER_CUT);
            line("The driver takes " + DRIVER_CUT.toMillis()
                    + " ms for a cut and cuts side by side. cut: from the first"
                    + " request to the last cut seen. The script does the cuts alone, without plan, hold and proof.");
            line("");
            line("No rate limit:");
            table(cluster, engine, "fast");
            cluster.snapshotRate().limit(DEFAULT_RATE, DEFAULT_BURST);
            line("");
            line("Snapshot controller at its default of " + (int) DEFAULT_RATE + " requests a second:");
            table(cluster, engine, "slow");
            cluster.snapshotRate().unlimited();
            if (waiting > 0) {
                line("");
                waitingBackups(cluster, engine);
            }
        }
    }

    private void table(EmbeddedCluster cluster, LocalEngine engine, String prefix) throws InterruptedException {
        line(Measurement.HEADING);
        for (int count : volumes) {
            line(measure(cluster, engine, prefix + "-" + count, count).line());
        }
    }

    private Measurement measure(EmbeddedCluster cluster, LocalEngine engine, String namespace, int count)
            throws InterruptedException {
        List<String> claims =
                IntStream.range(0, count).mapToObj(i -> "files-" + i).toList();
        cluster.applyYaml(BenchPod.yaml(namespace, claims));
        Await.result(cluster.when(ResourceType.POD, namespace, "files", BenchPod::isReady));
        long before = cluster.requests().total();
        BackupReport report = Await.result(start(engine, namespace).result());
        long requests = cluster.requests().total() - before;
        long cut = Duration.between(report.firstCutRequested(), report.lastCutObserved())
                .toMillis();
        OptionalLong scriptMillis = OptionalLong.empty();
        OptionalLong scriptRequests = OptionalLong.empty();
        if (KubectlScript.available()) {
            long beforeScript = cluster.requests().total();
            scriptMillis = OptionalLong.of(script(cluster, namespace, claims));
            scriptRequests = OptionalLong.of(cluster.requests().total() - beforeScript);
        }
        return new Measurement(count, cut, DRIVER_CUT.toMillis(), requests, scriptMillis, scriptRequests);
    }

    private static long script(EmbeddedCluster cluster, String namespace, List<String> claims)
            throws InterruptedException {
        try {
            Path kubeconfig = Files.createTempFile("consistent-backup-bench-", ".kubeconfig");
            try {
                cluster.writeKubeconfig(kubeconfig);
                return new KubectlScript(kubeconfig).run(namespace, claims);
            } finally {
                Files.deleteIfExists(kubeconfig);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Many namespaces, one small backup in each, whose snapshots do not become ready. */
    private void waitingBackups(EmbeddedCluster cluster, LocalEngine engine) throws InterruptedException {
        List<String> namespaces =
                IntStream.range(0, waiting).mapToObj(i -> "wait-" + i).toList();
        for (String namespace : namespaces) {
            cluster.applyYaml(BenchPod.yaml(namespace, List.of("files-0")));
        }
        for (String namespace : namespaces) {
            Await.result(cluster.when(ResourceType.POD, namespace, "files", BenchPod::isReady));
        }
        cluster.driver(Storage.ATOMIC).settings().readyLatency(NEVER_READY);
        long threads = clientThreads();
        List<BackupRun> runs = new ArrayList<>();
        List<CompletableFuture<Void>> inReady = new ArrayList<>();
        for (String namespace : namespaces) {
            CompletableFuture<Void> reached = new CompletableFuture<>();
            Journal<io.jenkins.plugins.consistentbackup.backup.BackupState> journal = state -> {
                if ("ready".equals(state.getPhase())) {
                    reached.complete(null);
                }
                return CompletableFuture.completedFuture(null);
            };
            BackupRun run = engine.backups().start(request(namespace), journal, text -> {});
            run.result().whenComplete((report, failure) -> reached.complete(null));
            runs.add(run);
            inReady.add(reached);
        }
        Await.result(CompletableFuture.allOf(inReady.toArray(CompletableFuture[]::new)));
        long failed = runs.stream().filter(run -> run.result().isDone()).count();
        System.gc(); // Garbage is not what is asked about.
        Runtime runtime = Runtime.getRuntime();
        line((waiting - failed) + " backups wait for ready: " + (clientThreads() - threads)
                + " threads of the engine and its client more than without them, "
                + (runtime.totalMemory() - runtime.freeMemory()) / 1_048_576
                + " MB of heap in use (the embedded cluster's own included)"
                + (failed > 0 ? "; " + failed + " FAILED" : ""));
        runs.forEach(run -> run.cancel("the benchmark ends"));
    }

    /** Threads that are not the embedded cluster's own. */
    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.matches("(vert\\.x|embedded|process reaper|container ).*"))
                .count();
    }

    private static BackupRun start(LocalEngine engine, String namespace) {
        return engine.backups().start(request(namespace), Journal.none(), text -> {});
    }

    private static BackupRequest request(String namespace) {
        return BackupRequest.in(namespace)
                .withTemplate("files")
                .withMinimumLevel(Level.NONE)
                .withGrouping(Grouping.NEVER)
                .withMaxFreeze(Duration.ofMinutes(5))
                .withRequester("the benchmark");
    }

    private static LocalEngine engine(EmbeddedCluster cluster) {
        return LocalEngine.open(
                KubeconfigReader.ofForeignText().allowingInsecure().read(cluster.kubeconfig(), null),
                TemplateLibrary.builtIn(),
                new AtomicDrivers(Set.of(Storage.ATOMIC)));
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
