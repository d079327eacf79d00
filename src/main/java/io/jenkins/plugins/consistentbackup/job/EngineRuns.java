package io.jenkins.plugins.consistentbackup.job;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Computer;
import hudson.model.Run;
import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The backups and restores that this Jenkins runs. No method blocks: what may take time is done on threads of Jenkins'
 * own pool, and what waits, waits without a thread.
 */
@Extension
public final class EngineRuns {
    private static final Logger LOGGER = Logger.getLogger(EngineRuns.class.getName());
    private static final ExecutorService POOL = Computer.threadPoolForRemoting;

    private final ClusterEntrance entrance = new ClusterEntrance();
    private final RunRecords records = RunRecords.of(Jenkins.get());
    private final RecordedOperations operations = new RecordedOperations(entrance, records);
    /** A run is in here from before its record is written until after that was removed. */
    private final Map<String, ActiveRun<?>> active = new ConcurrentHashMap<>();

    /** Those of the Jenkins that runs. */
    public static EngineRuns get() {
        return ExtensionList.lookupSingleton(EngineRuns.class);
    }

    /** The id of an operation to come. Whoever wants to resume that after a restart notes it before the start. */
    public static String newId() {
        return UUID.randomUUID().toString();
    }

    /**
     * Starts a backup.
     *
     * @param id a new one
     * @param build that asks for it
     * @param log hears lines for the user
     * @param order what is wanted
     */
    public ActiveRun<BackupReport> backUp(
            final String id, final Run<?, ?> build, final BuildLog log, final Order<BackupOrder> order) {
        return begin(new ActiveRun<>(id, build, false), run -> operations.backUp(run, order.get(), build, log));
    }

    /**
     * Goes on with a backup that was running when Jenkins ended. What may still be held is released first. Fails when
     * it had not begun, or can only be cleaned up after.
     */
    public ActiveRun<BackupReport> resumeBackup(final String id, final Run<?, ?> build, final BuildLog log) {
        return begin(new ActiveRun<>(id, build, false), run -> operations.resumeBackup(run, recorded(id), build, log));
    }

    /** Starts a restore; see {@link #backUp}. */
    public ActiveRun<RestoreReport> restore(
            final String id, final Run<?, ?> build, final BuildLog log, final Order<RestoreOrder> order) {
        return begin(new ActiveRun<>(id, build, true), run -> operations.restore(run, order.get(), build, log));
    }

    /** Goes on with a restore that was running when Jenkins ended; see {@link #resumeBackup}. */
    public ActiveRun<RestoreReport> resumeRestore(final String id, final Run<?, ?> build, final BuildLog log) {
        return begin(new ActiveRun<>(id, build, true), run -> operations.resumeRestore(run, recorded(id), build, log));
    }

    /**
     * Does something in a cluster of which there is no record: it must be safe to be done again.
     *
     * @param templates texts of hook templates besides those of the library
     * @return fails with an {@link hudson.AbortException} of one line; completed on a thread that may do I/O
     */
    public <R> CompletableFuture<R> unrecorded(
            final ClusterChoice cluster,
            final Order<List<String>> templates,
            final Run<?, ?> build,
            final Function<ClusterEngine, CompletableFuture<R>> work) {
        return opened(() -> entrance.enter(cluster, templates.get(), build).during(work))
                .handleAsync(EngineRuns::shown, POOL);
    }

    /** Stops what a build has begun and nobody waits for any more, now that it has ended. */
    void buildEnded(final Run<?, ?> build) {
        active.values().stream()
                .filter(run -> run.isOf(build) && !run.outlastsBuild())
                .forEach(run -> run.cancel("its build has ended"));
    }

    /** The records of operations that are not active here: left by another life of this Jenkins, or not cleaned up. */
    List<RunRecord> inactive() throws IOException {
        return records.all().stream()
                .filter(record -> !active.containsKey(record.id()))
                .toList();
    }

    /** Releases and removes what an operation has left behind. Does nothing when it is active, or left nothing. */
    CompletableFuture<Void> cleanUp(final String id) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        ActiveRun<Void> run = begin(new ActiveRun<>(id, null, true), begun -> {
            RunRecord record = records.find(id).orElse(null);
            return record == null ? CompletableFuture.completedFuture(null) : operations.cleanUp(begun, record);
        });
        run.result().whenComplete((nothing, failure) -> done.complete(null));
        return done;
    }

    /** Forgets an operation whose cleaning up was tried for long enough. */
    CompletableFuture<Void> forget(final String id) {
        return records.remove(id);
    }

    /** Jenkins ends: what runs is left as it is, for its next life; containers whose connection is cut let go. */
    @Terminator
    public static void end() {
        EngineRuns runs = ExtensionList.lookup(EngineRuns.class).get(EngineRuns.class);
        if (runs != null) {
            runs.operations.end();
            runs.entrance.closeAll();
        }
    }

    private RunRecord recorded(final String id) throws IOException {
        return records.find(id)
                .orElseThrow(() -> new hudson.AbortException(
                        "Jenkins was restarted before this had begun, or after it had ended; nothing is held."
                                + " Run it again"));
    }

    private <R> ActiveRun<R> begin(final ActiveRun<R> run, final Opening<R> opening) {
        if (active.putIfAbsent(run.id(), run) != null) {
            run.fail(new IllegalStateException("operation " + run.id() + " is running already"));
            return run;
        }
        opened(() -> opening.open(run)).whenCompleteAsync((report, failure) -> end(run, report, failure), POOL);
        return run;
    }

    private static <R> CompletableFuture<R> opened(final Order<CompletableFuture<R>> opening) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return opening.get();
                            } catch (IOException | InterruptedException e) {
                                throw new CompletionException(e);
                            }
                        },
                        POOL)
                .thenCompose(Function.identity());
    }

    /** The record goes first: once somebody has heard of the end, nobody else may clean up after it. */
    private <R> void end(final ActiveRun<R> run, final R report, final Throwable failure) {
        if (operations.ended()) {
            return;
        }
        CompletableFuture<Void> settled = failure == null || Failures.cleanedUp(failure)
                ? records.remove(run.id())
                : operations.abandon(run.id());
        settled.whenComplete((nothing, unsettled) -> {
            if (unsettled != null) {
                LOGGER.log(Level.WARNING, "the record of operation " + run.id() + " is out of date", unsettled);
            }
            active.remove(run.id());
            if (failure == null) {
                run.succeed(report);
            } else {
                run.fail(failure);
            }
        });
    }

    private static <R> R shown(final R result, final Throwable failure) {
        if (failure != null) {
            throw new CompletionException(Failures.shown(failure));
        }
        return result;
    }

    /** The first steps of an operation, on a thread that may do I/O. */
    @FunctionalInterface
    private interface Opening<R> {
        CompletableFuture<R> open(ActiveRun<R> run) throws IOException, InterruptedException;
    }
}
