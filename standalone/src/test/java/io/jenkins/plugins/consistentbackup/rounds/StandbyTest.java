package io.jenkins.plugins.consistentbackup.rounds;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.backup.BackupPlan;
import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.PlannedDatabase;
import io.jenkins.plugins.consistentbackup.backup.Role;
import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.demo.load.SteadyLoad;
import io.jenkins.plugins.consistentbackup.demo.load.Verdict;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.NeedsPsql;
import io.jenkins.plugins.consistentbackup.embedded.image.ServerImages;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A streaming standby as the source of the backup of its primary, which takes the writes. Acknowledged is what the standby
 * has replayed as well (synchronous_commit = remote_apply), so that the same can be asked of its copy as of the primary's.
 * The primary is lost, the standby is put back, and promoted.
 */
@NeedsPsql
class StandbyTest {
    private static final int CLIENTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(8);

    private static ShopCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new ShopCluster(
                ClusterOptions.defaults().withImages(ServerImages.registry()), TemplateLibrary.builtIn());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void standbyWithItsLogApartIsHeldAndItsCopyIsPromoted() throws Exception {
        goRound(new PostgresPair(cluster, "18", true));
    }

    @Tag("soak")
    @ParameterizedTest
    @CsvSource({"18, false", "17, true", "16, true", "15, true", "14, true", "13, true", "12, true", "12, false"})
    void soDoOthers(final String version, final boolean logApart) throws Exception {
        assumeTrue(RealServers.lacksPostgres(version).isEmpty(), RealServers.lacksPostgres(version));
        goRound(new PostgresPair(cluster, version, logApart));
    }

    private static void goRound(final PostgresPair pair) throws Exception {
        pair.start();
        SteadyLoad load = SteadyLoad.start(pair.primary(), CLIENTS, PAUSE);
        BackupReport backup;
        try {
            Rounds.awaitRows(load);
            laggingIsRefused(pair);
            Rounds.awaitRows(load);
            BackupPlan plan = await(cluster.backups().plan(request(pair)));
            assertThat(plan.databases()).extracting(PlannedDatabase::role).containsExactly(Role.REPLICA);
            backup = await(cluster.backups()
                    .start(request(pair), Journal.none(), line -> {})
                    .result());
            Rounds.awaitRows(load);
        } finally {
            load.close();
        }
        pair.losePrimary();
        Rounds.restore(cluster, pair.namespace(), backup.id());
        assertThat(pair.onStandby("SELECT pg_is_in_recovery()")).containsExactly("t");
        assertThat(pair.onStandby("SELECT pg_promote()")).containsExactly("t");
        Verdict verdict = Verdict.of(pair.standby().read(), load.records(), Rounds.window(backup));
        System.out.println("STANDBY %s | %s | held %s ms | kept: %s"
                .formatted(
                        pair.namespace(),
                        backup.databases().get(0).template(),
                        backup.databases().get(0).heldMillis(),
                        verdict.kept()));
        assertThat(verdict.kept()).as(verdict.broken()).isTrue();
    }

    /** Before anything is held, with a figure, as soon as it has lagged for long enough. */
    private static void laggingIsRefused(final PostgresPair pair) throws Exception {
        pair.onStandby("SELECT pg_wal_replay_pause()");
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThatThrownBy(() ->
                                await(cluster.backups().plan(request(pair).withParameters(Map.of("MAX_LAG", "1")))))
                        .hasMessageContaining(
                                "the role probe in " + pair.namespace() + "/standby-0 (main) ended with status 1")
                        .hasMessageMatching(
                                "(?s).*this standby lags \\d+ s behind its primary, more than MAX_LAG=1.*"));
        pair.onStandby("SELECT pg_wal_replay_resume()");
    }

    private static BackupRequest request(final PostgresPair pair) {
        return BackupRequest.in(pair.namespace()).withWorkloads(List.of("statefulset/standby"));
    }
}
