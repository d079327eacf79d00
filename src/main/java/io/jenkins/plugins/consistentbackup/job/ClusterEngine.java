package io.jenkins.plugins.consistentbackup.job;

import io.jenkins.plugins.consistentbackup.backup.BackupPlan;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.Backups;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.ManifestKeys;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.quiesce.ScriptRunner;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import io.jenkins.plugins.consistentbackup.snapshot.CsiSnapshots;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import jenkins.util.Timer;

/** The parts of the engine for one cluster, as one build may use it. */
public final class ClusterEngine {
    private final SharedConnections.Use connection;
    private final AtomicDrivers atomicDrivers;
    private final TemplateLibrary library;
    private final Supplier<PlacePolicy> policy;
    private final ManifestKeys keys;
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService scheduler = Timer.get();

    ClusterEngine(
            final SharedConnections.Use connection,
            final AtomicDrivers atomicDrivers,
            final TemplateLibrary library,
            final Supplier<PlacePolicy> policy,
            final ManifestKeys keys) {
        this.connection = connection;
        this.atomicDrivers = atomicDrivers;
        this.library = library;
        this.policy = policy;
        this.keys = keys;
    }

    public Backups backups() {
        return Backups.of(cluster(), library, atomicDrivers, clock, scheduler)
                .under(policy)
                .withKeys(keys);
    }

    /** What a backup would do, which the log hears. */
    public CompletableFuture<BackupPlan> shownPlan(final BackupRequest request, final Consumer<String> log) {
        return backups().plan(request).thenApply(plan -> {
            plan.lines().forEach(log);
            return plan;
        });
    }

    /** @param approved whether somebody who may has agreed to what would be discarded */
    Restorer restorer(final boolean approved) {
        return new Restorer(cluster(), new ScriptRunner(cluster().exec(), scheduler), library, clock, scheduler)
                .under(policy, approved)
                .withKeys(keys);
    }

    public Catalog catalog() {
        return new Catalog(cluster(), new CsiSnapshots(cluster(), clock, scheduler)).withKeys(keys);
    }

    /** Does something, and leaves the cluster when that has ended, however it ended. */
    <R> CompletableFuture<R> during(final Function<ClusterEngine, CompletableFuture<R>> work) {
        return CompletableFuture.completedFuture(this)
                .thenCompose(work)
                .whenComplete((result, failure) -> connection.close());
    }

    private Cluster cluster() {
        return connection.cluster();
    }
}
