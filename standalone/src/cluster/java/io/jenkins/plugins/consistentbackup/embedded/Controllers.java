package io.jenkins.plugins.consistentbackup.embedded;

import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Workers;
import io.jenkins.plugins.consistentbackup.embedded.controller.snapshot.ContentController;
import io.jenkins.plugins.consistentbackup.embedded.controller.snapshot.GroupContentController;
import io.jenkins.plugins.consistentbackup.embedded.controller.snapshot.GroupController;
import io.jenkins.plugins.consistentbackup.embedded.controller.snapshot.RequestRate;
import io.jenkins.plugins.consistentbackup.embedded.controller.snapshot.SnapshotController;
import io.jenkins.plugins.consistentbackup.embedded.controller.volume.ClaimController;
import io.jenkins.plugins.consistentbackup.embedded.controller.volume.ClaimProtection;
import io.jenkins.plugins.consistentbackup.embedded.controller.volume.VolumeController;
import io.jenkins.plugins.consistentbackup.embedded.controller.workload.DeploymentController;
import io.jenkins.plugins.consistentbackup.embedded.controller.workload.JobController;
import io.jenkins.plugins.consistentbackup.embedded.controller.workload.ReplicaSetController;
import io.jenkins.plugins.consistentbackup.embedded.controller.workload.ServiceAccountController;
import io.jenkins.plugins.consistentbackup.embedded.controller.workload.StatefulSetController;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;

/** All controllers of a cluster. */
final class Controllers implements AutoCloseable {
    private final RequestRate snapshotRate = new RequestRate();
    private final ServiceAccountController accounts;
    private final StatefulSetController statefulSets;
    private final DeploymentController deployments;
    private final ReplicaSetController replicaSets;
    private final JobController jobs;
    private final ClaimController claims;
    private final VolumeController volumes;
    private final ClaimProtection protection;
    private final ClusterObjects objects;
    private final Workers workers;
    private SnapshotController snapshots;
    private final ContentController contents;
    private GroupController groups;
    private final GroupContentController groupContents;

    Controllers(ClusterObjects objects, Workers workers, Storage storage) {
        this.objects = objects;
        this.workers = workers;
        accounts = new ServiceAccountController(objects, workers);
        statefulSets = new StatefulSetController(objects, workers);
        deployments = new DeploymentController(objects, workers);
        replicaSets = new ReplicaSetController(objects, workers);
        jobs = new JobController(objects, workers);
        claims = new ClaimController(objects, workers, storage);
        volumes = new VolumeController(objects, workers, storage);
        protection = new ClaimProtection(objects, workers);
        snapshots = new SnapshotController(objects, workers, snapshotRate);
        contents = new ContentController(objects, workers, storage);
        groups = new GroupController(objects, workers, snapshotRate);
        groupContents = new GroupContentController(objects, workers, storage);
    }

    /** The snapshot-controller ends; the drivers' sidecars go on. */
    void stopSnapshots() {
        snapshots.close();
        groups.close();
    }

    /** Another snapshot-controller takes over, which knows only what it finds. */
    void startSnapshots() {
        snapshots = new SnapshotController(objects, workers, snapshotRate);
        groups = new GroupController(objects, workers, snapshotRate);
        snapshots.start();
        groups.start();
    }

    RequestRate snapshotRate() {
        return snapshotRate;
    }

    void start() {
        accounts.start();
        statefulSets.start();
        deployments.start();
        replicaSets.start();
        jobs.start();
        claims.start();
        volumes.start();
        protection.start();
        snapshots.start();
        contents.start();
        groups.start();
        groupContents.start();
    }

    @Override
    public void close() {
        accounts.close();
        statefulSets.close();
        deployments.close();
        replicaSets.close();
        jobs.close();
        claims.close();
        volumes.close();
        protection.close();
        snapshots.close();
        contents.close();
        groups.close();
        groupContents.close();
    }
}
