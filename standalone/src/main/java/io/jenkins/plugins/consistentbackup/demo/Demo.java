package io.jenkins.plugins.consistentbackup.demo;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.consistentbackup.backup.BackupPlan;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.catalog.ManifestKeys;
import io.jenkins.plugins.consistentbackup.cluster.KubeconfigReader;
import io.jenkins.plugins.consistentbackup.demo.Shop.Server;
import io.jenkins.plugins.consistentbackup.demo.load.Verdict;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.local.Await;
import io.jenkins.plugins.consistentbackup.local.LocalEngine;
import io.jenkins.plugins.consistentbackup.local.PlanText;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The demo from its begin to its end, one act after the other. */
public final class Demo {
    /** Long enough for some thousand rows, and for PostgreSQL to write its small log round. */
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    /** So that a kill finds the databases held. */
    private static final Duration SLOW_CUT = Duration.ofSeconds(30);

    private static final Duration KILLED_BUDGET = Duration.ofSeconds(10);
    /** What the container's watchdog has, beyond the budget, and one second more: the promise. */
    private static final Duration KILL_LIMIT = KILLED_BUDGET.plusSeconds(6);

    private final Path jenkinsfile;
    private final Narrator narrator;

    /**
     * @param jenkinsfile the file to run
     * @param out where the story is told
     */
    public Demo(Path jenkinsfile, PrintWriter out) {
        this.jenkinsfile = jenkinsfile;
        this.narrator = new Narrator(out, System::nanoTime);
    }

    /**
     * Runs it.
     *
     * @return whether every promise was kept
     */
    public boolean run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(narrator::fallSilent, "demo-silence"));
        narrator.title("An embedded cluster, and a shop in it");
        try (Workspace workspace = Workspace.create();
                EmbeddedCluster cluster = EmbeddedCluster.start();
                Shop shop = new Shop(cluster, servers());
                LocalEngine engine = engine(cluster)) {
            Path kubeconfig = workspace.folder().resolve("kubeconfig");
            cluster.writeKubeconfig(kubeconfig);
            open(cluster, shop);
            plan(engine);
            plainSnapshots(cluster, shop);
            Pipeline pipeline = new Pipeline(jenkinsfile, workspace, shop, engine, narrator);
            pipeline.run();
            kill(cluster, shop, kubeconfig);
        }
        return end();
    }

    private static LocalEngine engine(EmbeddedCluster cluster) {
        return LocalEngine.open(
                KubeconfigReader.ofForeignText().read(cluster.kubeconfig(), null),
                TemplateLibrary.builtIn(),
                new AtomicDrivers(Set.of(Storage.ATOMIC)),
                ManifestKeys.NONE);
    }

    /** PostgreSQL's image has no psql; without one of this machine it cannot be held. */
    private List<Server> servers() {
        boolean psql = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql")));
        if (!psql) {
            narrator.line("left out: PostgreSQL, because this machine has no psql (package postgresql-client)");
            return List.of(Server.MARIADB);
        }
        return List.of(Server.POSTGRES, Server.MARIADB);
    }

    private void open(EmbeddedCluster cluster, Shop shop) throws InterruptedException {
        narrator.line("API server at " + cluster.url() + "; volumes are "
                + (cluster.isCopyOnWrite()
                        ? "cut by copy on write (btrfs)"
                        : "copied while all who use them are stopped (no btrfs here)"));
        shop.open();
        shop.beginWriting();
        LockSupport.parkNanos(WARM_UP.toNanos());
        narrator.line("namespace shop runs and is written to: " + shop.acknowledged() + " so far");
    }

    private void plan(LocalEngine engine) throws InterruptedException {
        narrator.title("The plan of a backup");
        BackupPlan plan = Await.result(engine.backups().plan(BackupRequest.in(Shop.NAMESPACE)));
        narrator.lines(PlanText.of(plan));
    }

    private void plainSnapshots(EmbeddedCluster cluster, Shop shop) throws InterruptedException {
        narrator.title("First without: snapshots of the same volumes, one after the other, nothing held");
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build()) {
            for (Verdict verdict : new PlainSnapshots(cluster, client, shop).judge()) {
                if (verdict.kept()) {
                    narrator.line("  " + verdict.database() + ": good this time; nothing had promised it");
                } else {
                    narrator.line("  " + verdict.database()
                            + (verdict.usable() ? ": starts and has its rows, but not a clean copy" : ": NOT USABLE"));
                    verdict.checks().stream()
                            .filter(check -> !check.kept())
                            .forEach(check -> narrator.line("    " + check.question() + ": " + check.detail()));
                }
            }
        }
    }

    private void kill(EmbeddedCluster cluster, Shop shop, Path kubeconfig) throws InterruptedException {
        narrator.title("kill -9 of a backup while it holds the databases");
        cluster.driver(Storage.ATOMIC).settings().cutLatency(SLOW_CUT);
        shop.beginWriting();
        LockSupport.parkNanos(WARM_UP.toNanos() / 4);
        KilledBackup backup =
                new KilledBackup(shop, JavaCommand.ofThisProcess(), kubeconfig, Storage.ATOMIC, KILLED_BUDGET);
        backup.run(KILL_LIMIT.multipliedBy(2))
                .ifPresentOrElse(
                        outcome -> narrator.promise(
                                "never left frozen",
                                outcome.waited().compareTo(KILL_LIMIT) <= 0,
                                "every client wrote again " + Narrator.millis(outcome.waited())
                                        + " after the kill (at most " + KILL_LIMIT.toSeconds()
                                        + " s are promised); the longest write took "
                                        + Narrator.millis(outcome.longestWrite())),
                        () -> narrator.promise("never left frozen", false, "writes did not go on"));
        shop.stopWriting();
    }

    private boolean end() {
        narrator.title("End: the cluster and all its files are gone");
        boolean kept = narrator.broken().isEmpty();
        narrator.line(kept ? "All " + narrator.kept() + " promises were kept." : "Promises were BROKEN:");
        narrator.lines(narrator.broken());
        if (kept) {
            narrator.line("");
            narrator.line("What to do next:");
            narrator.line(
                    "  read " + jenkinsfile.getFileName() + ", which was run above; it works the same in Jenkins");
            narrator.line("  standalone/consistent-backup cluster   a cluster like this one, to try things in");
            narrator.line("  standalone/consistent-backup plan -n NAMESPACE   what a backup of your own would do");
        }
        return kept;
    }
}
