package io.jenkins.plugins.consistentbackup.backup;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.catalog.Artefact;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.embedded.NeedsPsql;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.RunFailedException;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole backups of real databases on the embedded cluster, and what is left when one fails. */
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
        cluster.postgresWithWal(SHOP, "pg");
        cluster.mariadb(SHOP, "maria");
        cluster.postgres(PLAIN, "pg");
    }

    @AfterAll
    static void stopShop() {
        cluster.close();
    }

    @AfterEach
    void healDriver() {
        cluster.embedded().driver(Storage.ATOMIC).settings().reset();
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
        Manifest manifest = committed(SHOP, report.id());
        assertThat(manifest.artefacts()).extracting(Artefact::name).contains("backup_label", "data_directory");
        assertThat(manifest.holds()).allSatisfy(BackupOnClusterTest::isBracketedByProofs);
        assertThat(manifest.origin().requester()).isEqualTo("job/shop/1");
        cluster.assertTakesWrites(SHOP);
    }

    @Test
    void oneVolumeIsFlushedAndCut() throws Exception {
        BackupReport report = run(BackupRequest.in(PLAIN));

        assertThat(report.freezeMillis()).isZero();
        assertThat(committed(PLAIN, report.id()).volumes()).hasSize(1);
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

        assertThat(committed("lent", report.id()).volumes()).hasSize(1);
        assertThat(log).anyMatch(line -> line.startsWith("warning: the Lease of the namespace was not given back"));
        await(cluster.catalog().delete("lent", SetId.of(report.id()))); // Other tests count the driver's snapshots.
    }

    @Test
    void snapshotThatAppearsAfterTheCleaningUpIsRemovedByTheNextBackup() throws Exception {
        cluster.namespace("late");
        cluster.files("late", "files");
        BackupRequest request = BackupRequest.in("late").withTemplate("files").withMinimumLevel(Level.NONE);
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> atLast = new CompletableFuture<>();
        cluster.embedded().server().injectFaults(seen -> {
            if (!seen.is("create", "volumesnapshots")) {
                return Fault.none();
            }
            asked.complete(null);
            return Fault.stall(atLast, Duration.ofMinutes(5));
        });
        BackupRun failed = cluster.backups().start(request, Journal.none(), log::add);
        asked.get(60, TimeUnit.SECONDS);
        failed.cancel("aborted by a user");
        assertThatThrownBy(() -> await(failed.result())).hasMessageContaining("aborted by a user");
        assertThat(cluster.snapshots("late")).isEmpty();
        cluster.embedded().server().injectFaults(FaultPlan.NONE);
        atLast.complete(null);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !cluster.snapshots("late").isEmpty());

        BackupReport report = run(request);

        assertThat(await(cluster.catalog().list("late")))
                .singleElement()
                .satisfies(set -> assertThat(set.id().toString()).isEqualTo(report.id()));
        assertThat(log).filteredOn(line -> line.startsWith("removed set")).hasSize(1);
        await(cluster.catalog().delete("late", SetId.of(report.id()))); // Other tests count the driver's snapshots.
    }

    @Test
    void slowCutFailsTheBackupAndFreesTheDatabase() throws Exception {
        cluster.embedded().driver(Storage.ATOMIC).settings().cutLatency(Duration.ofSeconds(10));

        assertFails(BackupRequest.in(SHOP).withMaxFreeze(Duration.ofSeconds(2)), "cut");

        cluster.assertTakesWrites(SHOP);
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "reserve", "hold", "cut", "release", "trailing", "ready"})
    void cancellingInAnyPhaseLeavesNothing(final String phase) throws Exception {
        CompletableFuture<BackupRun> started = new CompletableFuture<>();
        Journal<BackupState> cancelling = state -> {
            if (phase.equals(state.getPhase()) && state.getFailure() == null) {
                started.thenAccept(run -> run.cancel("aborted by a user"));
            }
            return CompletableFuture.completedFuture(null);
        };
        BackupRun run = cluster.backups().start(BackupRequest.in(SHOP), cancelling, log::add);
        started.complete(run);

        assertThatThrownBy(() -> run.result().get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(RunFailedException.class)
                .hasMessage("aborted by a user");
        cluster.assertTakesWrites(SHOP);
        assertNothingLeft();
    }

    @Test
    void processThatDiesWhileHoldingIsCleanedUpByTheNext() throws Exception {
        CompletableFuture<BackupState> died = new CompletableFuture<>();
        var connection = cluster.connect(cluster.embedded().kubeconfig());
        Journal<BackupState> dying = state -> {
            if ("cut".equals(state.getPhase()) && !died.isDone()) {
                died.complete(stored(state));
                connection.close();
            }
            // The dead save nothing.
            return died.isDone() ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
        };
        cluster.backups(connection).start(BackupRequest.in(SHOP), dying, log::add);
        BackupState state = died.get(60, TimeUnit.SECONDS);

        BackupRun next = cluster.backups().resume(state, Journal.none(), log::add);

        // What the storage does not let go at once is waited for, up to two minutes.
        assertThatThrownBy(() -> next.result().get(180, TimeUnit.SECONDS))
                .cause()
                .hasMessageContaining("ended in phase cut");
        cluster.assertTakesWrites(SHOP);
        assertNothingLeft();
    }

    /** As another process would read it. */
    private static BackupState stored(final BackupState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(state);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (BackupState) in.readObject();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void processThatDiesWhileWaitingForReadyIsFinishedByTheNext() throws Exception {
        cluster.embedded().driver(Storage.ATOMIC).settings().readyLatency(Duration.ofSeconds(3));
        CompletableFuture<BackupState> died = new CompletableFuture<>();
        var connection = cluster.connect(cluster.embedded().kubeconfig());
        Journal<BackupState> dying = state -> {
            if ("ready".equals(state.getPhase())) {
                connection.close();
                died.complete(state);
                return new CompletableFuture<>();
            }
            return CompletableFuture.completedFuture(null);
        };
        cluster.backups(connection).start(BackupRequest.in(PLAIN).withRequester("me"), dying, log::add);

        BackupReport report = await(cluster.backups()
                .resume(died.get(60, TimeUnit.SECONDS), Journal.none(), log::add)
                .result());

        assertThat(committed(PLAIN, report.id()).volumes()).hasSize(1);
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

    private void assertFails(final BackupRequest request, final String phase) {
        assertThatThrownBy(() -> run(request))
                .cause()
                .isInstanceOfSatisfying(
                        RunFailedException.class,
                        failure -> assertThat(failure.phase()).isEqualTo(phase));
    }

    private static Manifest committed(final String namespace, final String id) throws Exception {
        BackupSet set = await(cluster.catalog().find(namespace, SetId.of(id))).orElseThrow();
        assertThat(set.state()).as(set.reason()).isEqualTo(BackupSet.State.COMMITTED);
        return set.manifest().orElseThrow();
    }

    private static void isBracketedByProofs(final HeldContainer hold) {
        assertThat(hold.proofs().before()).isNotBlank().isEqualTo(hold.proofs().after());
        assertThat(hold.times().acquired()).isLessThanOrEqualTo(hold.times().firstCutRequested());
        assertThat(hold.times().firstCutRequested())
                .isLessThanOrEqualTo(hold.times().lastCutObserved());
        assertThat(hold.times().lastCutObserved())
                .isLessThanOrEqualTo(hold.times().released());
    }

    /** Besides sets that earlier tests committed. */
    private static void assertNothingLeft() throws Exception {
        assertThat(await(cluster.catalog().list(SHOP)))
                .extracting(BackupSet::state)
                .allMatch(state -> state == BackupSet.State.COMMITTED);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                cluster.embedded().driver(Storage.ATOMIC).snapshots())
                        .hasSizeLessThanOrEqualTo(cluster.snapshots(SHOP).size()
                                + cluster.snapshots(PLAIN).size()));
    }
}
