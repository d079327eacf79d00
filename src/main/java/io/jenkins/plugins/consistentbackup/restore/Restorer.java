package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Puts backup sets back, makes copies of them, and takes both back: plan, then run. Keeps nothing in memory between
 * its calls; a run that died with its process is found again in the cluster.
 */
public final class Restorer {
    private final Cluster cluster;
    private final ContainerScripts scripts;
    private final TemplateLibrary templates;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;

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
        this.cluster = Objects.requireNonNull(cluster);
        this.scripts = Objects.requireNonNull(scripts);
        this.templates = Objects.requireNonNull(templates);
        this.clock = Objects.requireNonNull(clock);
        this.scheduler = Objects.requireNonNull(scheduler);
    }

    /**
     * Finds out what a restore or clone would do, without any side effect.
     *
     * @return the plan, with its problems in it; fails with ClusterException when the cluster could not be asked
     */
    public CompletableFuture<RestorePlan> plan(final RestoreRequest request) {
        return CompletableFuture.failedFuture(
                new RestoreException("a restore of " + request.set() + " is not planned"));
    }

    /** Finds out what an undo would do, without any side effect. */
    public CompletableFuture<RestorePlan> plan(final UndoRequest request) {
        return CompletableFuture.failedFuture(
                new RestoreException("an undo of " + request.restore() + " is not planned"));
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
        throw new RestoreException("nothing is run for " + state.id());
    }

    /** The restores, clones and undos that a namespace remembers, the one that was begun last first. */
    public CompletableFuture<List<RestoreState>> recorded(final String namespace) {
        return CompletableFuture.completedFuture(List.of());
    }

    /** What a run did that ended well. */
    public RestoreReport report(final RestoreState state) {
        throw new RestoreException(state.id() + " has not ended");
    }
}
