package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.ManifestKeys;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerQuiescer;
import io.jenkins.plugins.consistentbackup.quiesce.ScriptRunner;
import io.jenkins.plugins.consistentbackup.snapshot.AtomicDrivers;
import io.jenkins.plugins.consistentbackup.snapshot.ClaimLabels;
import io.jenkins.plugins.consistentbackup.snapshot.CsiSnapshots;
import io.jenkins.plugins.consistentbackup.snapshot.SnapshotClasses;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Backups of one cluster. No method blocks. */
public final class Backups {
    static final Set<String> HOLDING_PHASES = Set.of("hold", "cut", "release", "trailing");

    private final BackupParts parts;
    private final Supplier<PlacePolicy> policy;
    private final UnaryOperator<List<String>> kept;
    private final PolicedPlanner planner;

    Backups(final BackupParts parts) {
        this(parts, () -> PlacePolicy.NONE, UnaryOperator.identity());
    }

    private Backups(
            final BackupParts parts, final Supplier<PlacePolicy> policy, final UnaryOperator<List<String>> kept) {
        this.parts = parts;
        this.policy = policy;
        this.kept = kept;
        this.planner = new PolicedPlanner(
                new Planner(parts.cluster(), parts.scripts(), parts.classes(), parts.library()), parts, policy);
    }

    /**
     * Backups of a cluster.
     *
     * @param cluster which cluster, as which identity
     * @param library the templates to choose from
     * @param atomicDrivers the drivers that are known to cut a volume at one instant
     * @param clock wall clock, for people
     * @param scheduler for deadlines and heartbeats; its tasks are short
     */
    public static Backups of(
            final Cluster cluster,
            final TemplateLibrary library,
            final AtomicDrivers atomicDrivers,
            final Clock clock,
            final ScheduledExecutorService scheduler) {
        CsiSnapshots snapshots = new CsiSnapshots(cluster, clock, scheduler);
        return new Backups(new BackupParts(
                cluster,
                new ContainerQuiescer(cluster.exec(), scheduler),
                new ScriptRunner(cluster.exec(), scheduler),
                snapshots,
                new SnapshotClasses(cluster, atomicDrivers),
                new ClaimLabels(cluster),
                new Catalog(cluster, snapshots),
                library,
                clock,
                scheduler));
    }

    /**
     * The same, within what operators allow whoever asks. A run that holds something already is resumed all the same.
     *
     * @param rules asked for whenever they are to be kept, since a backup may wait for others
     */
    public Backups under(final Supplier<PlacePolicy> rules) {
        return new Backups(parts, rules, kept);
    }

    /** The same, with manifests signed by these keys, and none but such trusted. */
    public Backups withKeys(final ManifestKeys keys) {
        return new Backups(parts.withCatalog(parts.catalog().withKeys(keys)), policy, kept);
    }

    /**
     * The same, but that of what hook scripts write, this alone is stored and reported; of why a backup failed, which
     * may quote them, this alone is stored.
     *
     * @param lines takes out what nobody is to see, such as secrets of whoever asks
     */
    public Backups keeping(final UnaryOperator<List<String>> lines) {
        return new Backups(parts, policy, lines);
    }

    /** What a backup would do; fails with {@link BackupException} when it could not. Changes nothing. */
    public CompletableFuture<BackupPlan> plan(final BackupRequest request) {
        return planner.plan(request);
    }

    /**
     * Begins a backup.
     *
     * @param journal where its state is saved, so that it can be resumed by another process
     * @param log hears lines for the user
     */
    public BackupRun start(
            final BackupRequest request, final Journal<BackupState> journal, final Consumer<String> log) {
        SetId id = SetId.next(request.namespace(), parts.clock(), new SecureRandom());
        BackupState state = new BackupState(id, parts.clock().instant(), planner.bounded(request));
        return new BackupRun(run(state, journal, log).start(), state);
    }

    /**
     * Goes on with a backup whose process died: releases what may still be held; then, if everything was cut and
     * released, goes on to the end, otherwise removes what was made and fails.
     *
     * @param state as it was saved
     */
    public BackupRun resume(final BackupState state, final Journal<BackupState> journal, final Consumer<String> log) {
        return new BackupRun(run(state, journal, log).resume(), state);
    }

    /** Removes sets that somebody chose. */
    public SetDeletion deletion() {
        return new SetDeletion(parts, policy);
    }

    private PhaseRun<BackupState> run(
            final BackupState state, final Journal<BackupState> journal, final Consumer<String> log) {
        BackupSession session = new BackupSession(parts);
        List<Phase<BackupState>> phases = List.of(
                new PlanPhase(planner),
                new ReservePhase(session, planner),
                new HoldPhase(session),
                new CutPhase(session),
                new ReleasePhase(session),
                new TrailingPhase(session, kept),
                new ReadyPhase(session),
                new CommitPhase(session),
                new PrunePhase(session, planner));
        return new PhaseRun<>(phases, new CleanUpPhase(session), state, journal, log)
                .timedBy(parts.clock())
                .keeping(kept);
    }
}
