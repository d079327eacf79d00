package io.jenkins.plugins.consistentbackup.restore;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.Backups;
import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.demo.load.CutWindow;
import io.jenkins.plugins.consistentbackup.demo.load.RestoredData;
import io.jenkins.plugins.consistentbackup.demo.load.ShopDatabase;
import io.jenkins.plugins.consistentbackup.demo.load.SteadyLoad;
import io.jenkins.plugins.consistentbackup.demo.load.Verdict;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;

/**
 * One round with real databases under steady writes: backup, a deploy that damages the data, restore, judgement by what
 * the writers remember, undo, and the damaged data runs again.
 */
final class DatabaseRound {
    private static final int CLIENTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(8);
    private static final long ROWS = 100;
    private static final Duration SERVE_LIMIT = Duration.ofSeconds(60);

    private final ShopCluster cluster;
    private final String namespace;
    private final Map<String, IntFunction<ShopDatabase>> databases;
    private final Backups backups;
    private final Restorer restorer;
    private final List<String> log = new CopyOnWriteArrayList<>();

    /**
     * @param seen by whose rights everything is done
     * @param databases by the name of their pod, each made for the port on which it listens
     */
    DatabaseRound(
            final ShopCluster cluster,
            final Cluster seen,
            final String namespace,
            final Map<String, IntFunction<ShopDatabase>> databases) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.databases = databases;
        backups = cluster.backups(seen);
        restorer = cluster.restorer(seen);
    }

    /** What the engine said; cleared at the begin of each round. */
    List<String> log() {
        return log;
    }

    /** Goes round once; answers with the plan's profile, by which everything was done. */
    RestoreReport run() throws Exception {
        log.clear();
        Map<String, SteadyLoad> loads = new TreeMap<>();
        for (String pod : databases.keySet()) {
            ShopDatabase database = serving(pod);
            database.empty();
            loads.put(pod, SteadyLoad.start(database, CLIENTS, PAUSE));
        }
        BackupReport backup = backUpUnder(loads);
        CutWindow window = window(backup);
        Map<String, RestoredData> damaged = new TreeMap<>();
        for (String pod : databases.keySet()) {
            damage(serving(pod));
            damaged.put(pod, serving(pod).read());
        }

        RestoreReport restored = restore(RestoreRequest.inPlace(namespace, backup.id(), "round"));

        for (String pod : databases.keySet()) {
            Verdict verdict = Verdict.of(serving(pod).read(), loads.get(pod).records(), window);
            assertThat(verdict.kept())
                    .as("%s: %s; log: %s", pod, verdict.broken(), log)
                    .isTrue();
            assertThat(Verdict.of(damaged.get(pod), loads.get(pod).records(), window)
                            .kept())
                    .as("the damage shows")
                    .isFalse();
        }
        undo(restored, damaged);
        return restored;
    }

    private BackupReport backUpUnder(final Map<String, SteadyLoad> loads) throws Exception {
        try {
            awaitRows(loads);
            BackupReport report = await(backups.start(
                            BackupRequest.in(namespace).withRequester("round").withKeep(1), Journal.none(), log::add)
                    .result());
            awaitRows(loads); // So that there is something that must not be in the set.
            return report;
        } finally {
            loads.values().forEach(SteadyLoad::close);
        }
    }

    private static void awaitRows(final Map<String, SteadyLoad> loads) {
        loads.forEach((pod, load) -> {
            long wanted = load.acknowledged() + ROWS;
            Awaitility.await(ROWS + " more rows in " + pod)
                    .atMost(SERVE_LIMIT)
                    .until(() -> load.acknowledged() >= wanted);
        });
    }

    private RestoreReport restore(final RestoreRequest request) throws Exception {
        RestorePlan plan = await(restorer.plan(request));
        assertThat(plan.problems()).isEmpty();
        return run(plan);
    }

    private void undo(final RestoreReport restored, final Map<String, RestoredData> damaged) throws Exception {
        RestoreReport undone = run(await(restorer.plan(UndoRequest.of(namespace, restored.id(), "round"))));
        for (String pod : databases.keySet()) {
            assertThat(serving(pod).read()).as(pod).isEqualTo(damaged.get(pod));
        }
        assertThat(undone.claims()).allMatch(claim -> claim.kept().isPresent());
        for (Kept.Item item : await(restorer.kept().list(namespace))) {
            await(restorer.kept().remove(item, true));
        }
        assertThat(await(restorer.recorded(namespace))).isEmpty();
    }

    private RestoreReport run(final RestorePlan plan) throws Exception {
        log.addAll(plan.lines());
        return restorer.report(await(
                restorer.run(plan.begin(), Journal.none(), log::add).start().result()));
    }

    /** A pod's database; its port changes when the pod does. */
    private ShopDatabase serving(final String pod) {
        return Awaitility.await(pod + " takes connections")
                .atMost(SERVE_LIMIT)
                .ignoreExceptionsMatching(
                        failure -> failure instanceof SQLException || failure instanceof NoSuchElementException)
                .until(
                        () -> {
                            ShopDatabase database =
                                    databases.get(pod).apply(cluster.embedded().port(namespace, pod, "main"));
                            database.connect().close();
                            return database;
                        },
                        database -> true);
    }

    /** What a deploy must never do: money appears, rows vanish. */
    private static void damage(final ShopDatabase database) throws SQLException {
        execute(database, "UPDATE accounts SET balance = balance + 1 WHERE id < 100");
        for (String table : database.tables()) {
            execute(database, "DELETE FROM " + table + " WHERE seq % 2 = 0");
        }
    }

    private static void execute(final ShopDatabase database, final String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** The report's times are those of the wall clock, the writers' monotonic: both of this process, now. */
    private static CutWindow window(final BackupReport report) {
        Instant now = Instant.now();
        long nanos = System.nanoTime();
        return new CutWindow(
                nanos - Duration.between(report.firstCutRequested(), now).toNanos(),
                nanos - Duration.between(report.lastCutObserved(), now).toNanos());
    }
}
