package io.jenkins.plugins.consistentbackup.bench;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.ManifestKeys;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The benchmark: a pod with 1, 10, 100 volumes, held by a lock that costs nothing and cut one by one; as fast as the API
 * server can, and at the snapshot controller's default rate; then many backups that wait for ready at the same time.
 */
public final class Bench {
    private static final Duration DRIVER_CUT = Duration.ofMillis(100);
    /** The snapshot controller's own default, and its burst. */
    private static final double DEFAULT_RATE = 5;

    private static final int DEFAULT_BURST = 10;
    /** Rounds that are not counted: the virtual machine compiles what it runs often. */
    private static final int WARM_UP = 5;

    private final PrintWriter out;
    private final BenchSizes sizes;

    public Bench(PrintWriter out, BenchSizes sizes) {
        this.out = out;
        this.sizes = sizes;
    }

    /** @throws InterruptedException when the benchmark is to stop */
    public void run() throws InterruptedException {
        try (EmbeddedCluster cluster = EmbeddedCluster.start();
                LocalEngine engine = engine(cluster)) {
            cluster.driver(Storage.ATOMIC).settings().cutLatency(DRIVER_CUT);
            line("The driver takes " + DRIVER_CUT.toMillis() + " ms for a cut, and cuts side by side.");
            line("freeze: from the sending of the lock to its confirmed release = lock and first proof + cut, from the"
                    + " first request to the last cut seen + last proof and release.");
            line("driver: the slowest cut, measured in the driver. overhead: what of the freeze is beyond that.");
            line("The kubectl script (one round) does the cuts alone: no plan, no hold, no proof.");
            line("");
            line("No rate limit (median, and in brackets the 95th percentile, of " + sizes.rounds() + " rounds):");
            table(cluster, engine, "fast", sizes.rounds());
            cluster.snapshotRate().limit(DEFAULT_RATE, DEFAULT_BURST);
            line("");
            line("Snapshot controller at its default of " + (int) DEFAULT_RATE + " requests a second, burst "
                    + DEFAULT_BURST + " (one round):");
            table(cluster, engine, "slow", 1);
            cluster.snapshotRate().unlimited();
            if (sizes.waiting() > 0) {
                line("");
                line(new WaitingBackups(cluster, engine, sizes.waiting()).measure());
            }
        }
    }

    private void table(EmbeddedCluster cluster, LocalEngine engine, String prefix, int rounds)
            throws InterruptedException {
        line(Measurement.HEADING);
        for (int count : sizes.volumes()) {
            line(measure(cluster, engine, prefix + "-" + count, count, rounds).line());
        }
    }

    private Measurement measure(EmbeddedCluster cluster, LocalEngine engine, String namespace, int count, int rounds)
            throws InterruptedException {
        List<String> claims =
                IntStream.range(0, count).mapToObj(i -> "files-" + i).toList();
        cluster.applyYaml(BenchPod.yaml(namespace, claims));
        Await.result(cluster.readyPod(namespace, "files"));
        for (int i = 0; rounds > 1 && i < WARM_UP; i++) {
            round(cluster, engine, namespace);
        }
        List<Round> counted = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            counted.add(round(cluster, engine, namespace));
        }
        return new Measurement(count, counted, script(cluster, namespace, claims));
    }

    private static Optional<ScriptRound> script(EmbeddedCluster cluster, String namespace, List<String> claims)
            throws InterruptedException {
        if (!KubectlScript.available()) {
            return Optional.empty();
        }
        try {
            Path kubeconfig = Files.createTempFile("consistent-backup-bench-", ".kubeconfig");
            try {
                cluster.writeKubeconfig(kubeconfig);
                long before = cluster.requests().total();
                long millis = new KubectlScript(kubeconfig).run(namespace, claims);
                return Optional.of(new ScriptRound(millis, cluster.requests().total() - before));
            } finally {
                Files.deleteIfExists(kubeconfig);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Round round(EmbeddedCluster cluster, LocalEngine engine, String namespace) throws InterruptedException {
        long before = cluster.requests().total();
        cluster.driver(Storage.ATOMIC).takeSlowestCut();
        BackupReport report = Await.result(engine.backups()
                .start(BenchLock.request(namespace), Journal.none(), text -> {})
                .result());
        long requests = cluster.requests().total() - before;
        long driver = cluster.driver(Storage.ATOMIC).takeSlowestCut().toMillis();
        SetId set = SetId.of(report.id());
        Manifest manifest = Await.result(engine.catalog().find(namespace, set))
                .flatMap(BackupSet::manifest)
                .orElseThrow();
        // Retention would: the next round must not find more snapshots in the namespace than this one did.
        Await.result(engine.catalog().delete(namespace, set));
        return new Round(manifest.holds().get(0).times(), driver, requests);
    }

    private static LocalEngine engine(EmbeddedCluster cluster) {
        return LocalEngine.open(
                KubeconfigReader.ofForeignText().read(cluster.kubeconfig(), null),
                BenchLock.library(),
                new AtomicDrivers(Set.of(Storage.ATOMIC)),
                ManifestKeys.NONE);
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
