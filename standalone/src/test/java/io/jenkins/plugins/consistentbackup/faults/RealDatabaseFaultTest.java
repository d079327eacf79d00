package io.jenkins.plugins.consistentbackup.faults;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.embedded.NeedsPsql;
import io.jenkins.plugins.consistentbackup.embedded.api.access.User;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.ExecTrouble;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same with real servers: a few of the faults in every build, more of them with the tag soak. */
@NeedsPsql
class RealDatabaseFaultTest {
    private static final String SHOP = "shop";
    private static final int EXECS = 6;
    private static final int LINES = 7;

    /** Of hold and freeze: nothing that went wrong is waited for much longer. */
    private static final Duration LONGEST = Duration.ofSeconds(8);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ShopCluster cluster;
    private static final UserFaults FAULTS = new UserFaults();

    @BeforeAll
    static void start() throws Exception {
        cluster = new ShopCluster();
        cluster.namespace(SHOP);
        cluster.databases(SHOP);
        cluster.embedded().faults(FAULTS);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void realServersAreFreeWhateverFails() throws Exception {
        some(3);
    }

    @Tag("soak")
    @Test
    void realServersAreFreeWhateverFailsAHundredTimes() throws Exception {
        some(100);
    }

    private static void some(final int number) throws Exception {
        long seed = Long.getLong("faults.seed", System.nanoTime());
        Random random = new Random(seed);
        int succeeded = 0;
        for (int i = 0; i < number; i++) {
            PlannedFault fault = random.nextBoolean() ? exec(random) : cut(random);
            succeeded += backUp("real-" + i, fault) ? 1 : 0;
        }
        System.out.printf(
                "faults with real servers (seed %d): %d runs, succeeded all the same %d, broken 0%n",
                seed, number, succeeded);
    }

    private static PlannedFault exec(final Random random) {
        ExecTrouble[] troubles = ExecTrouble.values();
        return PlannedFault.spoilt(
                new Target(Target.EXEC, 1 + random.nextInt(EXECS)),
                new Fault.SpoilExec(troubles[random.nextInt(troubles.length)], false, random.nextInt(LINES)));
    }

    private static PlannedFault cut(final Random random) {
        List<Target> targets = new ArrayList<>();
        IntStream.rangeClosed(1, 3)
                .forEach(i -> targets.add(new Target("create volumesnapshots.snapshot.storage.k8s.io", i)));
        targets.add(new Target("watch volumesnapshots.snapshot.storage.k8s.io", 1));
        targets.add(new Target("create configmaps", 1));
        Target target = targets.get(random.nextInt(targets.size()));
        List<FaultKind> kinds = FaultKind.of(target);
        return PlannedFault.of(target, kinds.get(random.nextInt(kinds.size())));
    }

    private static BackupRequest request(final String user) {
        return BackupRequest.in(SHOP)
                .withRequester(user)
                .withKeep(1)
                .withMaxFreeze(LONGEST)
                .withMaxHold(LONGEST);
    }

    /** One backup with one fault; whether it succeeded. */
    private static boolean backUp(final String user, final PlannedFault fault) throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        FAULTS.watch(user, List.of(fault), mishap -> {});
        try (Cluster connection =
                cluster.connect(cluster.embedded().kubeconfigFor(User.named(user, User.MASTERS), SHOP))) {
            BackupReport report = await(cluster.backups(connection)
                    .start(request(user), Journal.none(), log::add)
                    .result());
            BackupSet set = await(cluster.catalog().list(SHOP)).stream()
                    .filter(each -> each.id().toString().equals(report.id()))
                    .findFirst()
                    .orElseThrow();
            assertThat(set.state()).as("%s: %s", fault, set.reason()).isEqualTo(BackupSet.State.COMMITTED);
            assertThat(set.snapshots()).as(fault.toString()).hasSize(3);
            return true;
        } catch (ExecutionException e) {
            assertThat(await(cluster.catalog().list(SHOP)))
                    .as("%s: %s", fault, e.getCause().getMessage())
                    .extracting(BackupSet::state)
                    .allMatch(state -> state == BackupSet.State.COMMITTED || state == BackupSet.State.FAILED);
            return false;
        } finally {
            // At the latest the containers' own deadline frees them; RealServerHoldTest measures how late that is.
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> cluster.assertTakesWrites(SHOP));
        }
    }
}
