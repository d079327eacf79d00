package io.jenkins.plugins.consistentbackup.rounds;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.demo.load.CutWindow;
import io.jenkins.plugins.consistentbackup.demo.load.RestoredData;
import io.jenkins.plugins.consistentbackup.demo.load.RowStore;
import io.jenkins.plugins.consistentbackup.demo.load.Stalls;
import io.jenkins.plugins.consistentbackup.demo.load.SteadyLoad;
import io.jenkins.plugins.consistentbackup.demo.load.Verdict;
import io.jenkins.plugins.consistentbackup.demo.load.WriterRecord;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import io.jenkins.plugins.consistentbackup.phase.RunFailedException;
import io.jenkins.plugins.consistentbackup.restore.Kept;
import io.jenkins.plugins.consistentbackup.restore.RestoreLimits;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Rounds of one real server under steady writes, each from the first row to the judgement of what was restored: hold,
 * cut, release, more rows, restore in place. Without the hold everything else is the same: the same engine cuts and
 * restores, but the template does nothing.
 */
final class Rounds {
    private static final int CLIENTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(8);
    private static final long ROWS = 100;
    private static final int CLIENTS_BESIDE = 2;
    private static final Duration PAUSE_BESIDE = Duration.ofMillis(20);
    private static final Duration SERVE_LIMIT = Duration.ofSeconds(120);
    /** A copy that does not start by then does not start: whole ones took seconds. */
    private static final Duration RESTORE_LIMIT = Duration.ofSeconds(90);

    private final ShopCluster cluster;
    private final RealServer server;

    private Rounds(final ShopCluster cluster, final RealServer server) {
        this.cluster = cluster;
        this.server = server;
    }

    /** Starts the server in a namespace of its own. */
    static Rounds start(final ShopCluster cluster, final RealServer server) throws Exception {
        cluster.namespace(server.key());
        server.terms()
                .skew()
                .forEach((claim, later) ->
                        cluster.embedded().driver(Storage.ATOMIC).settings().skew(claim, later));
        cluster.start(server.key(), server.key(), server.pod());
        return new Rounds(cluster, server);
    }

    /** Held by its template; for application consistency unless the server asks for less, or the backup would fail. */
    Round held() throws Exception {
        return run(
                server.terms().asking().apply(asked(server.template())),
                server.terms().promised());
    }

    /** The counter-proof: nothing is flushed or held. */
    Round unheld() throws Exception {
        return run(asked(Unheld.NAME).withMinimumLevel(Level.NONE), Terms.USUAL.promised());
    }

    private BackupRequest asked(final String template) {
        return BackupRequest.in(server.key())
                .withTemplate(template)
                .withGrouping(server.terms().grouping());
    }

    private Round run(final BackupRequest request, final Function<BackupReport, Instant> promised) throws Exception {
        Written written = backUp(request);
        CutWindow window = window(written.backup());
        String failure = "";
        Optional<Verdict> verdict = Optional.empty();
        Lacking lacking = Lacking.NOTHING;
        try {
            restore(written.backup().id());
            RestoredData found = serving().read();
            verdict = Optional.of(Verdict.of(found, written.records(), window(written.backup(), promised)));
            lacking = Lacking.of(found, written.records(), window.firstRequestedNanos());
        } catch (ExecutionException e) {
            // The engine has put the old data back, which the next round needs.
            failure = Optional.of(e.getCause())
                    .filter(RunFailedException.class::isInstance)
                    .orElseThrow(() -> e)
                    .getMessage();
        }
        BackupReport.Database database = written.backup().databases().get(0);
        return new Round(
                verdict,
                failure,
                lacking,
                database.freezeMillis(),
                database.heldMillis(),
                stalls(written.records(), window, database));
    }

    private record Written(BackupReport backup, List<WriterRecord> records) {}

    /** Backs up what clients write to meanwhile. */
    private Written backUp(final BackupRequest request) throws Exception {
        RowStore store = serving();
        store.empty();
        List<SteadyLoad> beside = startBeside();
        SteadyLoad load = SteadyLoad.start(store, CLIENTS, PAUSE);
        try {
            awaitRows(load);
            BackupReport backup = await(cluster.backups()
                    .start(request.withRequester("rounds").withKeep(1), Journal.none(), line -> {})
                    .result());
            awaitRows(load); // So that there is something that must not be in the set.
            return new Written(backup, load.records());
        } finally {
            load.close();
            beside.forEach(SteadyLoad::close);
        }
    }

    private List<SteadyLoad> startBeside() throws Exception {
        if (server.terms().beside().isEmpty()) {
            return List.of();
        }
        RowStore store = serving(
                cluster, server.key(), server.podName(), server.terms().beside().get());
        store.empty();
        return List.of(SteadyLoad.start(store, CLIENTS_BESIDE, PAUSE_BESIDE));
    }

    /** The hold began and ended at most its own length before the first and after the last cut. */
    private static Stalls stalls(
            final List<WriterRecord> records, final CutWindow window, final BackupReport.Database database) {
        long margin = Duration.ofMillis(database.heldMillis()).toNanos();
        return Stalls.of(records, window.firstRequestedNanos() - margin, window.lastObservedNanos() + margin);
    }

    /** Waits for some more rows to be acknowledged. */
    static void awaitRows(final SteadyLoad load) {
        long wanted = load.acknowledged() + ROWS;
        Awaitility.await(ROWS + " more rows").atMost(SERVE_LIMIT).until(() -> load.acknowledged() >= wanted);
    }

    private void restore(final String set) throws Exception {
        try (HopelessLog log = new HopelessLog(
                cluster.embedded(),
                server.key(),
                server.podName(),
                server.terms().hopeless())) {
            restore(cluster, server.key(), set, log::line);
        }
    }

    /** Puts a set back in place, and keeps nothing of what was there before. */
    static void restore(final ShopCluster cluster, final String namespace, final String set) throws Exception {
        restore(cluster, namespace, set, Optional::empty);
    }

    /** The same, until something says that there is no hope. */
    private static void restore(
            final ShopCluster cluster,
            final String namespace,
            final String set,
            final Supplier<Optional<String>> hopeless)
            throws Exception {
        Restorer restorer = cluster.restorer(cluster.admin());
        RestorePlan plan = await(restorer.plan(
                RestoreRequest.inPlace(namespace, set, "rounds").with(RestoreLimits.each(RESTORE_LIMIT))));
        try {
            PhaseRun<?> run =
                    restorer.run(plan.begin(), Journal.none(), line -> {}).start();
            Awaitility.await("end of the restore, or of hope")
                    .atMost(RESTORE_LIMIT.multipliedBy(3)) // To stop, to start, and to put back.
                    .until(() -> run.result().isDone()
                            || hopeless.get()
                                    .filter(line -> {
                                        run.cancel(line);
                                        return true;
                                    })
                                    .isPresent());
            await(run.result());
        } finally {
            for (Kept.Item item : await(restorer.kept().list(namespace))) {
                await(restorer.kept().remove(item, true));
            }
        }
    }

    private RowStore serving() throws Exception {
        return serving(cluster, server.key(), server.podName(), server.store());
    }

    /** A server's rows as soon as it takes clients; its port may change when its pod does. */
    static RowStore serving(
            final ShopCluster cluster,
            final String namespace,
            final String pod,
            final IntFunction<? extends RowStore> store)
            throws Exception {
        try {
            return Awaitility.await(pod + " takes clients")
                    .atMost(SERVE_LIMIT)
                    .ignoreExceptionsMatching(
                            failure -> failure instanceof IOException || failure instanceof NoSuchElementException)
                    .until(
                            () -> {
                                RowStore rows = store.apply(cluster.embedded().port(namespace, pod, "main"));
                                rows.client().close();
                                return rows;
                            },
                            rows -> true);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    pod + " takes no clients; its containers: "
                            + await(cluster.admin().get(Kind.PODS, namespace, pod))
                                    .map(found -> found.getStatus().getContainerStatuses()),
                    e);
        }
    }

    static CutWindow window(final BackupReport report) {
        return window(report, BackupReport::firstCutRequested);
    }

    /** The report's times are those of the wall clock, the writers' monotonic: both of this process, now. */
    private static CutWindow window(final BackupReport report, final Function<BackupReport, Instant> begin) {
        Instant now = Instant.now();
        long nanos = System.nanoTime();
        return new CutWindow(
                nanos - Duration.between(begin.apply(report), now).toNanos(),
                nanos - Duration.between(report.lastCutObserved(), now).toNanos());
    }
}
