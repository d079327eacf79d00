package io.jenkins.plugins.consistentbackup.job;

import hudson.model.Action;
import hudson.model.Computer;
import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupRun;
import io.jenkins.plugins.consistentbackup.backup.BackupState;
import io.jenkins.plugins.consistentbackup.buildpage.BackupAction;
import io.jenkins.plugins.consistentbackup.buildpage.RestoreAction;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.config.ClusterRefusedException;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import io.jenkins.plugins.consistentbackup.phase.RunState;
import io.jenkins.plugins.consistentbackup.policy.Rule;
import io.jenkins.plugins.consistentbackup.restore.RestoreException;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import io.jenkins.plugins.consistentbackup.restore.RestoreState;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the engine's operations so that a record of each is on disk before anything is held. */
final class RecordedOperations {
    private static final Logger LOGGER = Logger.getLogger(RecordedOperations.class.getName());

    private static final Executor POOL = Computer.threadPoolForRemoting;

    private final ClusterEntrance entrance;
    private final RunRecords records;
    private volatile boolean ended;

    RecordedOperations(final ClusterEntrance entrance, final RunRecords records) {
        this.entrance = entrance;
        this.records = records;
    }

    CompletableFuture<BackupReport> backUp(
            final ActiveRun<BackupReport> run, final BackupOrder order, final Run<?, ?> build, final BuildLog log)
            throws ClusterRefusedException {
        RunRecord record = new RunRecord(run.id(), build, entrance.lasting(order.cluster(), build), order.templates());
        return entrance.enter(order.cluster(), order.templates(), build)
                .during(engine -> follow(
                        run,
                        engine.backups()
                                .keeping(log::shown)
                                .start(order.request(), journal(record, record::keep, log), log)))
                .thenApplyAsync(report -> noted(build, order.cluster(), report), POOL);
    }

    CompletableFuture<BackupReport> resumeBackup(
            final ActiveRun<BackupReport> run, final RunRecord record, final Run<?, ?> build, final BuildLog log)
            throws ClusterRefusedException {
        BackupState state = record.backup();
        if (state.getPhase() == null && state.report().isPresent()) {
            return CompletableFuture.completedFuture(
                    noted(build, record.cluster(), state.report().orElseThrow()));
        }
        return entrance.enter(record.cluster(), record.templates(), build)
                .during(engine -> follow(
                        run,
                        engine.backups().keeping(log::shown).resume(state, journal(record, record::keep, log), log)))
                .thenApplyAsync(report -> noted(build, record.cluster(), report), POOL);
    }

    CompletableFuture<RestoreReport> restore(
            final ActiveRun<RestoreReport> run, final RestoreOrder order, final Run<?, ?> build, final BuildLog log)
            throws ClusterRefusedException {
        RunRecord record = new RunRecord(run.id(), build, entrance.lasting(order.cluster(), build), order.templates());
        check(order.cluster(), order, build);
        return entrance.enter(order.cluster(), order.templates(), build)
                .during(engine -> order.plan()
                        // The rule that wants approval is kept here; all others are kept by the engine.
                        .apply(engine.restorer(true))
                        .thenComposeAsync(
                                plan -> {
                                    Optional<Rule> rule = engine.restorer(true).wantsApproval(plan);
                                    return rule.isPresent() && plan.possible()
                                            ? Approvals.ask(
                                                            run,
                                                            build,
                                                            rule.get().name(),
                                                            plan,
                                                            log)
                                                    .thenComposeAsync(
                                                            who -> approved(run, order, plan, record, build, log), POOL)
                                            : putBack(run, engine.restorer(false), plan, record, log);
                                },
                                POOL))
                .thenApplyAsync(report -> noted(build, order.cluster(), report), POOL);
    }

    /** A day may have passed: whether the build may still enter, and which rules there are, is looked up once more. */
    private CompletableFuture<RestoreReport> approved(
            final ActiveRun<RestoreReport> run,
            final RestoreOrder order,
            final RestorePlan shown,
            final RunRecord record,
            final Run<?, ?> build,
            final BuildLog log) {
        try {
            check(record.cluster(), order, build);
            return entrance.enter(record.cluster(), record.templates(), build).during(engine -> {
                Restorer restorer = engine.restorer(true);
                return order.plan()
                        .apply(restorer)
                        .thenCompose(now -> putBack(run, restorer, unchanged(shown, now), record, log));
            });
        } catch (ClusterRefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static RestorePlan unchanged(final RestorePlan approved, final RestorePlan now) {
        if (now.possible() && !now.bringsTheSameAs(approved)) {
            throw new RestoreException(
                    "what would be done has changed since it was approved; nothing was touched, run it"
                            + " again. Now it is:\n" + String.join("\n", now.lines()));
        }
        return now;
    }

    private CompletableFuture<RestoreReport> putBack(
            final ActiveRun<RestoreReport> run,
            final Restorer restorer,
            final RestorePlan plan,
            final RunRecord record,
            final BuildLog log) {
        RestoreState state = begin(run, plan, log);
        return follow(run, restorer, recorded(restorer, state, record, log).start(), log);
    }

    private PhaseRun<RestoreState> recorded(
            final Restorer restorer, final RestoreState state, final RunRecord record, final BuildLog log) {
        return restorer.run(state, journal(record, record::keep, log), log).keeping(log::shown);
    }

    /** Refuses when the build may not use the second namespace either. */
    private void check(final ClusterChoice cluster, final RestoreOrder order, final Run<?, ?> build)
            throws ClusterRefusedException {
        if (order.copiedTo().isPresent()) {
            entrance.check(cluster.in(order.copiedTo().get()), build);
        }
    }

    CompletableFuture<RestoreReport> resumeRestore(
            final ActiveRun<RestoreReport> run, final RunRecord record, final Run<?, ?> build, final BuildLog log)
            throws ClusterRefusedException {
        RestoreState state = record.restore();
        return entrance.enter(record.cluster(), record.templates(), build)
                .during(engine -> {
                    // What had to be approved was approved before it was recorded.
                    Restorer restorer = engine.restorer(true);
                    return state.succeeded()
                            ? CompletableFuture.completedFuture(restorer.report(state))
                            : follow(
                                    run,
                                    restorer,
                                    recorded(restorer, state, record, log).resume(),
                                    log);
                })
                .thenApplyAsync(report -> noted(build, record.cluster(), report), POOL);
    }

    /** Releases and removes what an operation has left, whose build is gone; of a restore, puts back what it replaced. */
    CompletableFuture<Void> cleanUp(final ActiveRun<Void> run, final RunRecord record) throws ClusterRefusedException {
        RunState state = record.state();
        if (record.restore() != null && record.restore().ended()) {
            return CompletableFuture.completedFuture(null);
        }
        if (state.getFailure() == null) {
            state.setFailure("its build " + record.build() + " is gone");
            LOGGER.info(
                    "cleaning up in namespace " + record.cluster().getNamespace() + " after build " + record.build());
        }
        Consumer<String> log = line -> LOGGER.info("cleaning up after build " + record.build() + ": " + line);
        ClusterEngine entered = entrance.enterForCleanUp(record.cluster(), record.templates(), record.findBuild());
        return entered.during(engine -> {
            if (record.backup() != null) {
                BackupRun backup = engine.backups().resume(record.backup(), journal(record, record::keep, log), log);
                run.begun(Steering.of(backup));
                return backup.result().thenApply(report -> null);
            }
            PhaseRun<RestoreState> restore = engine.restorer(false)
                    .run(record.restore(), journal(record, record::keep, log), log)
                    .resume();
            run.begun(Steering.of(restore));
            return restore.result().thenApply(report -> null);
        });
    }

    /** Notes of an operation that its build has heard of its end, but that something is left to be cleaned up. */
    CompletableFuture<Void> abandon(final String id) {
        try {
            RunRecord record = records.find(id).orElse(null);
            if (record == null) {
                return CompletableFuture.completedFuture(null);
            }
            record.abandon();
            return records.save(record);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** From now on nothing is recorded and no operation ends: for its record, and its build, it is as if killed. */
    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    private static RestoreState begin(
            final ActiveRun<RestoreReport> run, final RestorePlan plan, final Consumer<String> log) {
        RestoreState state = plan.begin();
        // What is about to be discarded is said before it is.
        plan.lines().forEach(log);
        if (run.cancelled() != null) {
            throw new CancellationException(run.cancelled());
        }
        return state;
    }

    private static BackupReport noted(final Run<?, ?> build, final ClusterChoice cluster, final BackupReport report) {
        boolean known = build.getActions(BackupAction.class).stream()
                .anyMatch(action -> action.getId().equals(report.id()));
        if (!known) {
            note(build, BackupAction.of(report, cluster));
        }
        return report;
    }

    private static RestoreReport noted(final Run<?, ?> build, final ClusterChoice cluster, final RestoreReport report) {
        boolean known = build.getActions(RestoreAction.class).stream()
                .anyMatch(action -> action.getId().equals(report.id()));
        if (!known) {
            note(build, RestoreAction.of(report, cluster));
        }
        return report;
    }

    /** A build whose page cannot be stored is no reason to fail it. */
    private static void note(final Run<?, ?> build, final Action page) {
        if (!build.getRootDir().isDirectory()) {
            return; // It was killed and deleted meanwhile; to store it would bring back a part of it.
        }
        build.addAction(page);
        try {
            build.save();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "build " + build.getExternalizableId() + " cannot be stored", e);
        }
    }

    private static CompletableFuture<BackupReport> follow(final ActiveRun<BackupReport> run, final BackupRun backup) {
        run.begun(Steering.of(backup));
        return backup.result();
    }

    private static CompletableFuture<RestoreReport> follow(
            final ActiveRun<RestoreReport> run,
            final Restorer restorer,
            final PhaseRun<RestoreState> restore,
            final Consumer<String> log) {
        run.begun(Steering.of(restore));
        return restore.result().thenApply(state -> {
            RestoreReport report = restorer.report(state);
            report.lines().forEach(log);
            return report;
        });
    }

    private <S extends RunState> Journal<S> journal(
            final RunRecord record, final Consumer<S> keep, final Consumer<String> log) {
        PhaseLines lines = new PhaseLines(log, Clock.systemUTC());
        return state -> {
            if (ended) {
                return new CompletableFuture<>();
            }
            lines.heard(state);
            keep.accept(state);
            return records.save(record);
        };
    }
}
