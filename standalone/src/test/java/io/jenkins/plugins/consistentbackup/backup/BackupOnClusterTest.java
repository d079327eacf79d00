package io.jenkins.plugins.consistentbackup.backup;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.catalog.Artefact;
import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.embedded.NeedsPsql;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole backups of real databases on the embedded cluster. */
@NeedsPsql
class BackupOnClusterTest {
    private static final String SHOP = "shop";
    private static final String PLAIN = "plain";

    private static ShopCluster cluster;
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startShop() throws Exception {
        cluster = new ShopCluster();
        cluster.namespace(SHOP);
        cluster.namespace(PLAIN);
        cluster.databases(SHOP);
        cluster.postgres(PLAIN, "pg");
    }

    @AfterAll
    static void stopShop() {
        cluster.close();
    }

    @AfterEach
    void healServer() {
        cluster.embedded().server().injectFaults(FaultPlan.NONE);
    }

    @Test
    void onePlannedBackupOfTwoDatabasesOnThreeVolumes() throws Exception {
        BackupPlan plan = await(cluster.backups().plan(BackupRequest.in(SHOP)));

        assertThat(plan.level()).isEqualTo(Level.APPLICATION);
        assertThat(plan.groups()).extracting(PlannedGroup::name).contains(CutGroups.TRAILING);
        assertThat(plan.waves()).hasSize(2);
        assertThat(cluster.snapshots(SHOP)).isEmpty();

        BackupReport report = run(BackupRequest.in(SHOP).withRequester("job/shop/1"));

        assertThat(report.level()).isEqualTo(Level.APPLICATION);
        assertThat(report.snapshots()).hasSize(3);
        assertThat(report.freezeMillis()).isPositive().isLessThan(20_000);
        assertThat(report.databases())
                .filteredOn(database -> database.template().equals("postgresql-several"))
                .singleElement()
                .satisfies(postgres -> assertThat(postgres.freezeMillis()).isZero());
        Manifest manifest = cluster.committed(SHOP, report.id());
        assertThat(manifest.artefacts()).extracting(Artefact::name).contains("backup_label", "data_directory");
        assertThat(manifest.holds()).allSatisfy(BackupOnClusterTest::isBracketedByProofs);
        assertThat(manifest.origin().requester()).isEqualTo("job/shop/1");
        cluster.assertTakesWrites(SHOP);
    }

    @Test
    void oneVolumeIsFlushedAndCut() throws Exception {
        BackupReport report = run(BackupRequest.in(PLAIN));

        assertThat(report.freezeMillis()).isZero();
        assertThat(cluster.committed(PLAIN, report.id()).volumes()).hasSize(1);
    }

    @Test
    void keepsAsManySetsAsAskedFor() throws Exception {
        String first = run(BackupRequest.in(PLAIN)).id();
        String second = run(BackupRequest.in(PLAIN)).id();
        String third = run(BackupRequest.in(PLAIN).withKeep(2)).id();

        assertThat(await(cluster.catalog().list(PLAIN)))
                .extracting(set -> set.id().toString())
                .contains(second, third)
                .doesNotContain(first);
    }

    @Test
    void leaseThatCannotBeGivenBackDoesNotSpoilTheSet() throws Exception {
        cluster.namespace("lent");
        cluster.files("lent", "files");
        cluster.embedded()
                .server()
                .injectFaults(request -> request.is("update", "leases") ? Fault.forbidden() : Fault.none());

        BackupReport report = run(BackupRequest.in("lent").withTemplate("files").withMinimumLevel(Level.NONE));

        assertThat(cluster.committed("lent", report.id()).volumes()).hasSize(1);
        assertThat(log).anyMatch(line -> line.startsWith("warning: the Lease of the namespace was not given back"));
    }

    @Test
    void unknownNamespaceIsNamed() {
        assertThatThrownBy(() -> await(cluster.backups().plan(BackupRequest.in("nosuch"))))
                .hasMessageContaining("there is no namespace nosuch");
    }

    @Test
    void levelThatCannotBeReachedIsRefusedBeforeAnythingIsHeld() {
        assertThatThrownBy(() -> await(cluster.backups()
                        .plan(BackupRequest.in(PLAIN).withTemplate("files").withMinimumLevel(Level.APPLICATION))))
                .hasMessageContaining("least level asked for is application");
    }

    private BackupReport run(final BackupRequest request) throws Exception {
        return await(cluster.backups().start(request, Journal.none(), log::add).result());
    }

    private static void isBracketedByProofs(final HeldContainer hold) {
        assertThat(hold.proofs().before()).isNotBlank().isEqualTo(hold.proofs().after());
        assertThat(hold.times().acquired()).isLessThanOrEqualTo(hold.times().firstCutRequested());
        assertThat(hold.times().firstCutRequested())
                .isLessThanOrEqualTo(hold.times().lastCutObserved());
        assertThat(hold.times().lastCutObserved())
                .isLessThanOrEqualTo(hold.times().released());
    }
}
