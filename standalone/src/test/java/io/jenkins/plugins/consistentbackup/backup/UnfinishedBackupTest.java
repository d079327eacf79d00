package io.jenkins.plugins.consistentbackup.backup;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.embedded.NeedsPsql;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.RunFailedException;
import io.jenkins.plugins.consistentbackup.template.Level;
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

/**
 * Backups of real databases that fail, are given up, or lose the process that runs them: the databases are free, nothing
 * is left behind, and what was already cut is finished where it can be.
 */
@NeedsPsql
class UnfinishedBackupTest {
    private static final String SHOP = "shop";
    private static final String LATE = "late";
    private static final String PRUNED = "pruned";

    private static ShopCluster cluster;
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startShop() throws Exception {
        cluster = new ShopCluster();
        cluster.namespace(SHOP);
        cluster.databases(SHOP);
        cluster.namespace(LATE);
        cluster.files(LATE, "files");
        cluster.namespace(PRUNED);
        cluster.files(PRUNED, "files");
    }

    @AfterAll
    static void stopShop() {
        cluster.close();
    }

    @AfterEach
    void heal() {
        cluster.embedded().driver(Storage.ATOMIC).settings().reset();
        cluster.embedded().server().injectFaults(FaultPlan.NONE);
    }

    @Test
    void slowCutFailsTheBackupAndFreesTheDatabase() throws Exception {
        cluster.embedded().driver(Storage.ATOMIC).settings().cutLatency(Duration.ofSeconds(10));

        assertFails(BackupRequest.in(SHOP).withMaxFreeze(Duration.ofSeconds(6)), "cut");

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
        var connection = cluster.connect(cluster.embedded().kubeconfig());
        DyingProcess process = new DyingProcess("cut", connection);
        cluster.backups(connection).start(BackupRequest.in(SHOP), process, log::add);
        BackupState state = process.died().get(60, TimeUnit.SECONDS);

        BackupRun next = cluster.backups().resume(state, Journal.none(), log::add);

        // What the storage does not let go at once is waited for, up to two minutes.
        assertThatThrownBy(() -> next.result().get(180, TimeUnit.SECONDS))
                .cause()
                .hasMessageContaining("ended in phase cut");
        cluster.assertTakesWrites(SHOP);
        assertNothingLeft();
        Lease lease = await(cluster.admin().get(Kind.LEASES, SHOP, "consistent-backup"))
                .orElseThrow();
        assertThat(lease.getSpec().getHolderIdentity()).isNullOrEmpty();
        assertThat(lease.getMetadata().getAnnotations())
                .containsEntry(Labels.GIVEN_UP, state.id().toString());
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
        cluster.backups(connection).start(BackupRequest.in(SHOP).withRequester("me"), dying, log::add);

        BackupReport report = await(cluster.backups()
                .resume(died.get(60, TimeUnit.SECONDS), Journal.none(), log::add)
                .result());

        assertThat(cluster.committed(SHOP, report.id()).volumes()).hasSize(3);
    }

    @Test
    void snapshotThatAppearsAfterTheCleaningUpIsRemovedByTheNextBackup() throws Exception {
        BackupRequest request = BackupRequest.in(LATE).withTemplate("files").withMinimumLevel(Level.NONE);
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
        assertThat(cluster.snapshots(LATE)).isEmpty();
        cluster.embedded().server().injectFaults(FaultPlan.NONE);
        atLast.complete(null);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !cluster.snapshots(LATE).isEmpty());

        BackupReport report = run(request);

        assertThat(await(cluster.catalog().list(LATE)))
                .singleElement()
                .satisfies(set -> assertThat(set.id().toString()).isEqualTo(report.id()));
        assertThat(log).filteredOn(line -> line.startsWith("removed set")).hasSize(1);
    }

    @Test
    void whatRetentionCouldNotRemoveGoesWithTheNextBackup() throws Exception {
        BackupRequest request = BackupRequest.in(PRUNED)
                .withTemplate("files")
                .withMinimumLevel(Level.NONE)
                .withKeep(1);
        BackupReport old = run(request);
        await(cluster.backups(keepsSnapshots())
                .start(request, Journal.none(), log::add)
                .result());
        assertThat(log).anyMatch(line -> line.startsWith("warning: of set " + old.id() + " there is left"));
        assertThat(await(cluster.catalog().list(PRUNED)))
                .extracting(BackupSet::state)
                .containsExactlyInAnyOrder(BackupSet.State.INCOMPLETE, BackupSet.State.COMMITTED);

        BackupReport newest = run(request);

        assertThat(await(cluster.catalog().list(PRUNED)))
                .extracting(set -> set.id().toString())
                .containsExactly(newest.id());
    }

    /** The reason may quote a script that printed a password. */
    @Test
    void theMarkOfAFailedSetSaysWhyWithoutWhatNobodyIsToSee() throws Exception {
        BackupRequest request = BackupRequest.in(LATE).withTemplate("files").withMinimumLevel(Level.NONE);
        CompletableFuture<BackupRun> started = new CompletableFuture<>();
        Journal<BackupState> cancelling = state -> {
            if ("ready".equals(state.getPhase()) && state.getFailure() == null) {
                started.thenAccept(run -> run.cancel("wrong password 123"));
            }
            return CompletableFuture.completedFuture(null);
        };
        started.complete(cluster.backups(keepsSnapshots())
                .keeping(lines ->
                        lines.stream().map(line -> line.replace("123", "***")).toList())
                .start(request, cancelling, log::add));
        assertThatThrownBy(() -> await(started.join().result())).hasMessageContaining("wrong password 123");

        BackupSet failed = await(cluster.catalog().list(LATE)).stream()
                .filter(set -> set.state() == BackupSet.State.FAILED)
                .findFirst()
                .orElseThrow();
        assertThat(failed.toString()).contains("wrong password ***").doesNotContain("123");
        assertThat(await(cluster.catalog().delete(LATE, failed.id()))).isEmpty();
    }

    private static Catalog keepsSnapshots() {
        return new Catalog(
                cluster.admin(),
                (namespace, set) -> CompletableFuture.completedFuture(List.of("a snapshot that its driver keeps")));
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
                                + cluster.snapshots(LATE).size()
                                + cluster.snapshots(PRUNED).size()));
    }
}
