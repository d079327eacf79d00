package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.backup.BackupRights;
import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.LimitedAccount;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.embedded.NeedsPsql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole rounds of backup, restore and undo with real databases under steady writes. */
@NeedsPsql
class RealDatabaseRestoreTest {
    private static final String SHOP = "shop";
    private static final String LIMITED = "limited";

    private static ShopCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new ShopCluster();
        cluster.namespace(SHOP);
        cluster.databases(SHOP);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void postgresOnTwoVolumesAndMariaDbGoRoundInTheClusterProfile() throws Exception {
        assertThat(shop().run().profile()).isEqualTo(Profile.CLUSTER);
    }

    @Tag("soak")
    @RepeatedTest(20)
    void roundAfterRound() throws Exception {
        shop().run();
    }

    @Test
    void mariaDbGoesRoundWithTheRightsOfOneNamespaceThatAreNamedAndNoOthers() throws Exception {
        cluster.namespace(LIMITED);
        cluster.mariadb(LIMITED, "maria");
        List<Right> rights = new ArrayList<>(BackupRights.inNamespace(LIMITED));
        rights.addAll(RestoreRights.inNamespace(LIMITED));
        Cluster seen = cluster.connect(new LimitedAccount(cluster.embedded(), LIMITED, "deployer")
                .withRights(rights)
                .kubeconfig());
        DatabaseRound round = new DatabaseRound(cluster, seen, LIMITED, Map.of("maria-0", ShopCluster::mariadbShop));
        assertThat(round.run().profile()).isEqualTo(Profile.NAMESPACE);
    }

    private static DatabaseRound shop() {
        return new DatabaseRound(
                cluster,
                cluster.admin(),
                SHOP,
                Map.of("pg-0", ShopCluster::postgresShop, "maria-0", ShopCluster::mariadbShop));
    }
}
