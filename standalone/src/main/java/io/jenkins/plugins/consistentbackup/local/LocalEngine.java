package io.jenkins.plugins.consistentbackup.local;

import io.jenkins.plugins.consistentbackup.backup.Backups;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.ManifestKeys;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterAddress;
import io.jenkins.plugins.consistentbackup.cluster.ClusterConnection;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.quiesce.ScriptRunner;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import io.jenkins.plugins.consistentbackup.snapshot.CsiSnapshots;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** All parts of the engine for one cluster, put together. */
public final class LocalEngine implements AutoCloseable {
    private final Cluster cluster;
    private final ScheduledExecutorService scheduler;
    private final Backups backups;
    private final Restorer restorer;
    private final Catalog catalog;

    private LocalEngine(Cluster cluster, TemplateLibrary library, AtomicDrivers atomicDrivers, ManifestKeys keys) {
        this.cluster = cluster;
        this.scheduler = Executors.newSingleThreadScheduledExecutor(LocalEngine::daemon);
        Clock clock = Clock.systemUTC();
        this.backups =
                Backups.of(cluster, library, atomicDrivers, clock, scheduler).withKeys(keys);
        ContainerScripts scripts = new ScriptRunner(cluster.exec(), scheduler);
        this.restorer = new Restorer(cluster, scripts, library, clock, scheduler).withKeys(keys);
        this.catalog = new Catalog(cluster, new CsiSnapshots(cluster, clock, scheduler)).withKeys(keys);
    }

    /**
     * Opens a cluster; nothing is sent yet.
     *
     * @param address where, and as whom
     * @param library the templates to choose from
     * @param atomicDrivers the drivers that the user knows to cut at one instant
     * @param keys which manifests are signed with
     */
    public static LocalEngine open(
            ClusterAddress address, TemplateLibrary library, AtomicDrivers atomicDrivers, ManifestKeys keys) {
        return new LocalEngine(ClusterConnection.open(address), library, atomicDrivers, keys);
    }

    public Cluster cluster() {
        return cluster;
    }

    public Backups backups() {
        return backups;
    }

    public Restorer restorer() {
        return restorer;
    }

    public Catalog catalog() {
        return catalog;
    }

    /** Who asks for what this process does, for the Lease and the manifest. */
    public static String requester() {
        return System.getProperty("user.name") + " by the consistent-backup command";
    }

    @Override
    public void close() {
        cluster.close();
        scheduler.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "engine-timer");
        thread.setDaemon(true);
        return thread;
    }
}
