package io.jenkins.plugins.consistentbackup.backup;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.HostPrograms;
import io.jenkins.plugins.consistentbackup.embedded.StatefulSetManifest;
import io.jenkins.plugins.consistentbackup.embedded.image.ServerImages;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two pods of one workload, of which the plan must know who is primary: two Redis servers. */
class ReplicatedDatabaseTest {
    private static final String SHOP = "shop";

    private static ShopCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(HostPrograms.has("redis-server"), "redis-server is not on the PATH");
        cluster = new ShopCluster(
                ClusterOptions.defaults().withImages(ServerImages.registry()), TemplateLibrary.builtIn());
        cluster.namespace(SHOP);
        cluster.start(
                SHOP,
                "redis",
                StatefulSetManifest.of("redis", "redis:7")
                        .replicas(2)
                        .command("sh", "-c", "exec redis-server --port $PORT --bind 127.0.0.1")
                        .variable("REDIS_PORT_NUMBER", "$(PORT)")
                        .readyWhen("sh", "-c", "[ \"$(redis-cli -p $PORT ping)\" = PONG ]")
                        .volume("data", "/data"));
        cluster.awaitRunning(SHOP, "redis-1");
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void twoPrimariesAreRefusedAndAPrimaryWithItsReplicaIsNot() throws Exception {
        assertThatThrownBy(() -> await(cluster.backups().plan(BackupRequest.in(SHOP))))
                .hasMessageContaining(
                        "statefulset/redis has 2 primaries by the role probe of template redis: shop/redis-0 (main),"
                                + " shop/redis-1 (main); wait until all but one have stepped down");
        assertThat(cluster.snapshots(SHOP)).isEmpty();

        BackupPlan one = await(cluster.backups()
                .plan(BackupRequest.in(SHOP).withSelector(Map.of("statefulset.kubernetes.io/pod-name", "redis-0"))));

        assertThat(roles(one)).containsExactly(Role.PRIMARY);

        int primary = cluster.embedded().port(SHOP, "redis-0", "main");
        assertThat(cluster.run(SHOP, "redis-1", "redis-cli -p $PORT replicaof 127.0.0.1 " + primary)
                        .lines())
                .containsExactly("OK");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(roles(await(cluster.backups().plan(BackupRequest.in(SHOP)))))
                        .containsExactlyInAnyOrder(Role.PRIMARY, Role.REPLICA));
    }

    private static List<Role> roles(final BackupPlan plan) {
        return plan.databases().stream().map(PlannedDatabase::role).toList();
    }
}
