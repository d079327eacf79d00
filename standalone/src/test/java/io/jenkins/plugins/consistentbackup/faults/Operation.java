package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest.Grouping;
import io.jenkins.plugins.consistentbackup.backup.BackupRun;
import io.jenkins.plugins.consistentbackup.backup.BackupState;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.restore.RestoreChoices;
import io.jenkins.plugins.consistentbackup.restore.RestoreLimits;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.restore.UndoRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What is run while something goes wrong. */
enum Operation {
    /** A lock of a session, volumes cut side by side. */
    BACKUP_SESSION("rows-session", Grouping.NEVER, Profile.CLUSTER, 68),
    /** A lock that stays until it is taken away, volumes cut as a group. */
    BACKUP_STATE_GROUP("rows-state", Grouping.REQUIRED, Profile.CLUSTER, 88),
    RESTORE_CLUSTER_PROFILE("rows-session", Grouping.NEVER, Profile.CLUSTER, 194),
    RESTORE_NAMESPACE_PROFILE("rows-state", Grouping.NEVER, Profile.NAMESPACE, 182),
    UNDO_CLUSTER_PROFILE("rows-session", Grouping.NEVER, Profile.CLUSTER, 179),
    UNDO_NAMESPACE_PROFILE("rows-session", Grouping.NEVER, Profile.NAMESPACE, 153),
    /**
     * With the rights of a namespace; one of the volumes is a log, which is cut after the release; and one of the two sets
     * that there are already is removed.
     */
    BACKUP_LOG_NAMESPACE_PROFILE("rows-log", Grouping.NEVER, Profile.NAMESPACE, 78);

    /** How many sets there are before a backup that removes one, and after it. */
    static final int KEPT = 2;

    /** The longest freeze that a run allows; its container's deadline is three seconds later. */
    static final Duration MAX_FREEZE = Duration.ofSeconds(4);

    static final Duration CONTAINER_DEADLINE = MAX_FREEZE.plusSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** How long taking back waits for an API server that is away, besides. */
    private static final Duration START_LIMIT = Duration.ofSeconds(45);

    private static final RestoreLimits LIMITS = new RestoreLimits(LIMIT, LIMIT, LIMIT, LIMIT, START_LIMIT);

    private final String template;
    private final Grouping grouping;
    private final Profile profile;
    private final int requests;

    Operation(final String template, final Grouping grouping, final Profile profile, final int requests) {
        this.template = template;
        this.grouping = grouping;
        this.profile = profile;
        this.requests = requests;
    }

    /** How many requests an undisturbed run makes; those of restores and undos differ by a few from run to run. */
    int requests() {
        return requests;
    }

    boolean isBackup() {
        return this == BACKUP_SESSION || this == BACKUP_STATE_GROUP || prunes();
    }

    /** Whether it is a backup that removes an older set. */
    boolean prunes() {
        return this == BACKUP_LOG_NAMESPACE_PROFILE;
    }

    /** Whether one of its volumes is cut after the release. */
    boolean cutsLogLater() {
        return this == BACKUP_LOG_NAMESPACE_PROFILE;
    }

    /** A connection as somebody of this name with the rights that it is to have. */
    Cluster connect(final SweepCluster sweep, final String user, final String namespace, final Duration deadline) {
        return isBackup() && profile == Profile.NAMESPACE
                ? sweep.connectWithin(namespace, user, deadline)
                : sweep.connect(user, deadline);
    }

    boolean isUndo() {
        return this == UNDO_CLUSTER_PROFILE || this == UNDO_NAMESPACE_PROFILE;
    }

    /** Runs it in a namespace; the future's value is the id of what was done. */
    CompletableFuture<String> run(
            final SweepCluster sweep, final Cluster cluster, final String namespace, final Consumer<String> log) {
        return run(sweep, cluster, namespace, Journal.none(), log);
    }

    /**
     * The same, so that somebody can go on with it.
     *
     * @param journal of a backup; what a restore or undo must remember is found in its namespace
     */
    CompletableFuture<String> run(
            final SweepCluster sweep,
            final Cluster cluster,
            final String namespace,
            final Journal<BackupState> journal,
            final Consumer<String> log) {
        if (isBackup()) {
            return backUp(sweep.backups(cluster).start(request(namespace, MAX_FREEZE), journal, log));
        }
        return isUndo() ? undo(sweep, cluster, namespace, log) : restore(sweep, cluster, namespace, log);
    }

    /** As preparation, with time enough for a slow machine. */
    CompletableFuture<String> backUpInPeace(
            final SweepCluster sweep, final Cluster cluster, final String namespace, final Consumer<String> log) {
        return backUp(sweep.backups(cluster).start(request(namespace, Duration.ofSeconds(20)), Journal.none(), log));
    }

    private static CompletableFuture<String> backUp(final BackupRun run) {
        return run.result().thenApply(BackupReport::id);
    }

    private BackupRequest request(final String namespace, final Duration maxFreeze) {
        return BackupRequest.in(namespace)
                .withTemplate(template)
                .withoutClaims(List.of(RowsDatabase.MEMORY))
                .withGrouping(grouping)
                .withMaxFreeze(maxFreeze)
                .withMaxHold(maxFreeze)
                .withReadyTimeout(Duration.ofSeconds(8))
                .withLeaseWait(Duration.ofSeconds(3))
                .withKeep(KEPT)
                .withRequester("sweep");
    }

    CompletableFuture<String> restore(
            final SweepCluster sweep, final Cluster cluster, final String namespace, final Consumer<String> log) {
        Restorer restorer = sweep.restorer(cluster);
        RestoreRequest request = RestoreRequest.inPlace(namespace, RestoreRequest.NEWEST, "sweep")
                .with(RestoreChoices.usual().withProfile(profile))
                .with(LIMITS);
        return restorer.plan(request).thenCompose(plan -> run(restorer, plan, log));
    }

    CompletableFuture<String> undo(
            final SweepCluster sweep, final Cluster cluster, final String namespace, final Consumer<String> log) {
        Restorer restorer = sweep.restorer(cluster);
        UndoRequest request = new UndoRequest(
                namespace, UndoRequest.LATEST, "sweep", RestoreChoices.usual().withProfile(profile), LIMITS);
        return restorer.plan(request).thenCompose(plan -> run(restorer, plan, log));
    }

    private static CompletableFuture<String> run(
            final Restorer restorer, final RestorePlan plan, final Consumer<String> log) {
        plan.lines().forEach(log);
        return restorer.run(plan.begin(), Journal.none(), log)
                .start()
                .result()
                .thenApply(state -> restorer.report(state).id());
    }
}
