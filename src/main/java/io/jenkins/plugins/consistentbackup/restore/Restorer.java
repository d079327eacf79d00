package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.ManifestKeys;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.snapshot.CsiSnapshots;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Puts backup sets back, makes copies of them, and takes both back: plan, then run. Keeps nothing in memory between
 * its calls; a run that died with its process is found again in the cluster.
 */
public final class Restorer {
    private final Cluster cluster;
    private final Catalog catalog;
    private final ContainerScripts scripts;
    private final TemplateLibrary templates;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private final RestoreGate gate;

    /**
     * @param cluster where
     * @param scripts runs the checks of started databases
     * @param templates how databases are prepared and checked
     * @param clock the time, for names, reports and expiries
     * @param scheduler for pauses between tries; never blocked
     */
    public Restorer(
            final Cluster cluster,
            final ContainerScripts scripts,
            final TemplateLibrary templates,
            final Clock clock,
            final ScheduledExecutorService scheduler) {
        this(
                cluster,
                new Catalog(cluster, new CsiSnapshots(cluster, clock, scheduler)),
                scripts,
                templates,
                clock,
                scheduler,
                RestoreGate.OPEN);
    }

    private Restorer(
            final Cluster cluster,
            final Catalog catalog,
            final ContainerScripts scripts,
            final TemplateLibrary templates,
            final Clock clock,
            final ScheduledExecutorService scheduler,
            final RestoreGate gate) {
        this.cluster = Objects.requireNonNull(cluster);
        this.catalog = Objects.requireNonNull(catalog);
        this.scripts = Objects.requireNonNull(scripts);
        this.templates = Objects.requireNonNull(templates);
        this.clock = Objects.requireNonNull(clock);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.gate = gate;
    }

    /**
     * The same, within what operators allow.
     *
     * @param policy the rules for whoever asks; asked for whenever they are to be kept, since a run may wait for others
     * @param approved whether somebody who may has looked at what would be discarded, and agreed
     */
    public Restorer under(final Supplier<PlacePolicy> policy, final boolean approved) {
        return new Restorer(cluster, catalog, scripts, templates, clock, scheduler, new RestoreGate(policy, approved));
    }

    /** The same, but only of sets whose manifests are signed by one of these keys. */
    public Restorer withKeys(final ManifestKeys keys) {
        return new Restorer(cluster, catalog.withKeys(keys), scripts, templates, clock, scheduler, gate);
    }

    /**
     * Finds out what a restore or clone would do, without any side effect.
     *
     * @return the plan, with its problems in it; fails with ClusterException when the cluster could not be asked
     */
    public CompletableFuture<RestorePlan> plan(final RestoreRequest request) {
        return planner().plan(request).thenCompose(this::judged);
    }

    /** The rule of the operators that wants people to approve a plan. */
    public Optional<Rule> wantsApproval(final RestorePlan plan) {
        return gate.wantsApproval(plan);
    }

    /** Finds out what an undo would do, without any side effect. */
    public CompletableFuture<RestorePlan> plan(final UndoRequest request) {
        return planner().plan(request).thenCompose(this::judged);
    }

    /**
     * The run of a state, not started: {@link PhaseRun#start()} a new one, {@link PhaseRun#resume()} one that died.
     *
     * @param state from {@link RestorePlan#begin()}, from the caller's own journal, or from {@link #recorded}
     * @param journal of the caller; a record in the namespace is kept besides
     * @param log hears lines for the user
     */
    public PhaseRun<RestoreState> run(
            final RestoreState state, final Journal<RestoreState> journal, final Consumer<String> log) {
        LeaseGuard lease = new LeaseGuard(cluster, state.namespace(), leaseHolder(state), clock, scheduler);
        Operations operations = new Operations(context -> tools(context, lease), lease, this::judgeAgain);
        List<Phase<RestoreState>> phases = operations.phases(state);
        return new PhaseRun<>(phases, operations.cleanup(state), state, guarded(journal, lease), log);
    }

    /**
     * The restores, clones and undos that a namespace remembers, the one that was begun last first. Records that cannot
     * be read are not among them; plans name those.
     */
    public CompletableFuture<List<RestoreState>> recorded(final String namespace) {
        return RestoreRecord.all(cluster, namespace).thenApply(Records::states);
    }

    /**
     * What a run did.
     *
     * @throws RestoreException when it has not ended
     */
    public RestoreReport report(final RestoreState state) {
        return Reports.of(state);
    }

    /** What restores have kept in a namespace. */
    public Kept kept() {
        return new Kept(cluster, clock);
    }

    private CompletableFuture<RestorePlan> judged(final RestorePlan plan) {
        return keptNow(plan.operation(), plan.namespace()).thenApply(kept -> gate.judged(plan, templates, kept));
    }

    private CompletableFuture<Void> judgeAgain(final RestoreState state) {
        return keptNow(state.operation(), state.namespace())
                .thenAccept(kept -> gate.judgeAgain(state, templates, kept));
    }

    /** How much is kept, where a rule asks for that; otherwise 0. */
    private CompletableFuture<Integer> keptNow(final Operation operation, final String namespace) {
        return gate.asksForKept(operation, namespace)
                ? KeptItems.read(cluster, namespace).thenApply(KeptItems::count)
                : CompletableFuture.completedFuture(0);
    }

    /** Who takes a run back must not be taken for who runs it: that process may still be alive. */
    private static String leaseHolder(final RestoreState state) {
        return state.holder() + " " + (state.takingBack ? "undoes " : "") + state.id();
    }

    /** The record is written under the Lease, too, as long as the run goes on: another process may have taken it over. */
    private Journal<RestoreState> guarded(final Journal<RestoreState> journal, final LeaseGuard lease) {
        Journal<RestoreState> record = RestoreRecord.journal(cluster, journal);
        return state -> state.ended() ? record.save(state) : lease.held().thenCompose(nothing -> record.save(state));
    }

    private Tools tools(final PhaseContext context, final LeaseGuard lease) {
        Cluster guarded =
                new GuardedCluster(cluster, () -> context.cancelled().isDone() ? context.cancelled() : lease.held());
        return new Tools(guarded, catalog, scripts, templates, clock, scheduler, context);
    }

    private Planner planner() {
        return new Planner(cluster, catalog, templates, clock, new SecureRandom());
    }
}
