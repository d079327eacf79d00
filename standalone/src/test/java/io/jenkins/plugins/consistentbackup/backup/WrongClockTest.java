package io.jenkins.plugins.consistentbackup.backup;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.restore.Kept;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreReport;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines whose clocks are ten minutes off take turns: which set is the newest, and what must be kept, is not theirs to say. */
class WrongClockTest {
    private static ShopCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new ShopCluster();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {-10, 10})
    void newestSetIsTheOneThatWasMadeLast(final long minutes) throws Exception {
        String namespace = minutes < 0 ? "slow" : "fast";
        cluster.namespace(namespace);
        cluster.files(namespace, "files");
        Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
        Clock wrongTheOtherWay = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-minutes));
        backUp(namespace, wrongTheOtherWay);
        Instant first = sets(namespace).get(0).created();
        // The times of objects have seconds.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Instant.now().isAfter(first.plusSeconds(1)));

        String last = backUp(namespace, wrong);

        assertThat(sets(namespace))
                .singleElement()
                .satisfies(set -> assertThat(set.id().toString()).isEqualTo(last));
        RestoreReport restored = restore(namespace, wrongTheOtherWay);
        assertThat(restored.set()).contains(last);
        Kept kept = cluster.restorer(cluster.admin(), wrong).kept();
        List<Kept.Item> items = await(kept.list(namespace));
        assertThat(items).isNotEmpty();
        assertThatThrownBy(() -> await(kept.remove(items.get(0), false))).hasMessageContaining("expires");
    }

    private static String backUp(final String namespace, final Clock clock) throws Exception {
        BackupRequest request = BackupRequest.in(namespace)
                .withTemplate("files")
                .withMinimumLevel(Level.NONE)
                .withKeep(1);
        return await(cluster.backups(cluster.admin(), clock)
                        .start(request, Journal.none(), line -> {})
                        .result())
                .id();
    }

    private static RestoreReport restore(final String namespace, final Clock clock) throws Exception {
        Restorer restorer = cluster.restorer(cluster.admin(), clock);
        RestorePlan plan = await(restorer.plan(RestoreRequest.inPlace(namespace, RestoreRequest.NEWEST, "somebody")));
        return restorer.report(await(
                restorer.run(plan.begin(), Journal.none(), line -> {}).start().result()));
    }

    private static List<BackupSet> sets(final String namespace) throws Exception {
        return await(cluster.catalog().list(namespace));
    }
}
