package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.quiesce.Quiescer;
import io.jenkins.plugins.consistentbackup.snapshot.ClaimLabels;
import io.jenkins.plugins.consistentbackup.snapshot.SnapshotClasses;
import io.jenkins.plugins.consistentbackup.snapshot.SnapshotService;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What backups of one cluster are made with.
 *
 * @param cluster the cluster
 * @param quiescer holds databases
 * @param scripts runs probes in containers
 * @param snapshots cuts volumes
 * @param classes chooses how volumes are cut
 * @param claimLabels lets group snapshots find their claims
 * @param catalog keeps sets
 * @param library the templates to choose from; a run that is resumed needs those that it was planned with
 * @param clock wall clock
 * @param scheduler for deadlines and heartbeats
 */
record BackupParts(
        Cluster cluster,
        Quiescer quiescer,
        ContainerScripts scripts,
        SnapshotService snapshots,
        SnapshotClasses classes,
        ClaimLabels claimLabels,
        Catalog catalog,
        TemplateLibrary library,
        Clock clock,
        ScheduledExecutorService scheduler) {

    BackupParts withCatalog(final Catalog other) {
        return new BackupParts(
                cluster, quiescer, scripts, snapshots, classes, claimLabels, other, library, clock, scheduler);
    }
}
