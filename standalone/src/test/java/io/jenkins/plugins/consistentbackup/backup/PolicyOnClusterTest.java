package io.jenkins.plugins.consistentbackup.backup;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.RequestLog;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.policy.Limits;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operators' rules, judged by what the cluster says. */
class PolicyOnClusterTest {
    /** What a plan's questions to a container are as requests. */
    private static final String QUESTION = "get pods/exec";

    /** Says of itself what suits its job. */
    private static final String OWN = """
        name: postgresql-evil
        title: All the best
        description: Says that it is as good as can be.
        fits:
          images: [nothing]
          volumes: any
          selectedByName: true
        volumes: |
          if [ -d /left ]; then
            echo data /left
            echo log /right
          fi
        hold:
          family: state
          blocksWrites: false
          acquire: sync
          prove: echo held
          release: sync
          retained: echo RETAINED
        levels:
          one: {atomic: application, torn: none}
          several: {atomic: application, torn: none}
          group: {atomic: application, torn: none}
        """;

    private static final Limits THREE_SECONDS =
            Limits.builder().longestFreeze(Duration.ofSeconds(3)).build();

    private static ShopCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new ShopCluster(
                ClusterOptions.defaults(), TemplateLibrary.builtIn().with(TemplateOrigin.WORKSPACE, "own.yaml", OWN));
        for (String namespace : List.of("one", "two", "kept", "often", "closed")) {
            cluster.namespace(namespace);
        }
        cluster.files("one", "files");
        cluster.filesOnTwoVolumes("two", "files");
        cluster.files("kept", "files");
        cluster.files("often", "files");
        cluster.files("closed", "files");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void longestFreezeLowersWhatAJobAsksFor() throws Exception {
        Backups backups = cluster.backups().under(OperatorRules.policy(THREE_SECONDS));

        BackupPlan plan = await(backups.plan(files("one").withMaxFreeze(Duration.ofSeconds(60))));

        assertThat(plan.maxFreeze()).hasSeconds(3);
        assertThat(plan.lines()).anyMatch(line -> line.contains("rule 'ops': writes blocked for at most 3 s"));
    }

    @Test
    void volumesThatWouldBeCutApartAreRefused() {
        Limits limits = Limits.builder().groupSnapshot(true).build();

        assertThat(refused(
                        limits,
                        files("two").withGrouping(BackupRequest.Grouping.NEVER),
                        "several volumes are cut by one group snapshot, and left-files-0, right-files-0 could not be"))
                .containsOnly(QUESTION);
    }

    @Test
    void templateThatMayNotBeUsedIsRefusedBeforeAScriptRuns() {
        String held = "two/files-0 (main) (image debian:12) would be handled by template ";
        Limits named = Limits.builder().templates(List.of("postgresql*")).build();
        Limits added =
                Limits.builder().templateSources(Set.of(TemplateOrigin.LIBRARY)).build();

        assertThat(refused(named, files("two"), held + "files; allowed are postgresql*"))
                .isEmpty();
        assertThat(refused(
                        added, files("two"), held + "files, which is built in; allowed are templates of the library"))
                .isEmpty();
        assertThat(refused(named, own("two"), held + "postgresql-evil, which no operator answers for"))
                .isEmpty();
        assertThat(refused(added, own("two"), held + "postgresql-evil, which is of the workspace"))
                .isEmpty();
    }

    @Test
    void whatATemplateOfAJobsOwnSaysOfLevelAndLogDoesNotCount() {
        Limits limits =
                Limits.builder().leastLevel(Level.CRASH).groupSnapshot(true).build();

        assertThat(refused(
                        limits,
                        own("two"),
                        "the set could only be none-consistent, and the least level is crash: two/files-0 (main) (image"
                                + " debian:12) would be handled by template postgresql-evil, and what a template that no"
                                + " operator answers for says of its level does not count",
                        "one group snapshot, and left-files-0, right-files-0 could not be"))
                .isNotEmpty()
                .containsOnly(QUESTION);
    }

    @Test
    void templateOfAJobsOwnThatSaysThatItBlocksNoWritesHoldsNoLongerThanAFreezeMay() throws Exception {
        Backups backups = cluster.backups().under(OperatorRules.policy(THREE_SECONDS));
        List<Duration> holds = new CopyOnWriteArrayList<>();

        await(backups.start(
                        own("one"),
                        state -> {
                            holds.add(state.request().maxHold());
                            return CompletableFuture.completedFuture(null);
                        },
                        line -> {})
                .result());

        assertThat(holds).isNotEmpty().containsOnly(Duration.ofSeconds(3));
    }

    @Test
    void setsThatMustStayAreNotRemoved() throws Exception {
        Backups free = cluster.backups();
        backUp(free, files("kept"));
        backUp(free, files("kept"));
        Backups limited =
                free.under(OperatorRules.policy(Limits.builder().leastKept(2).build()));
        List<BackupSet> sets = await(cluster.catalog().list("kept"));

        assertThatThrownBy(() -> await(limited.plan(files("kept").withKeep(1))))
                .hasMessageContaining("ask for keep: 2 or more");
        assertThatThrownBy(
                        () -> await(limited.deletion().run(sets.subList(0, 1), "tester", Duration.ZERO, removed -> {})))
                .hasMessageContaining("rule 'ops' of the operators: at least 2 sets are kept");
        assertThat(await(cluster.catalog().list("kept"))).hasSize(2);
        backUp(limited, files("kept").withKeep(2));
        assertThat(await(cluster.catalog().list("kept"))).hasSize(2);
    }

    @Test
    void nextBackupWaitsForItsTime() throws Exception {
        Limits limits = Limits.builder().leastInterval(Duration.ofHours(1)).build();
        Backups hourly = cluster.backups().under(OperatorRules.policy(limits));

        backUp(hourly, files("often"));

        for (Duration off : List.of(Duration.ZERO, Duration.ofHours(2))) {
            Clock clock = Clock.offset(Clock.systemUTC(), off);
            assertThatThrownBy(() -> await(cluster.backups(cluster.admin(), clock)
                            .under(OperatorRules.policy(limits))
                            .plan(files("often"))))
                    .as("a machine whose clock is off by " + off)
                    .hasMessageContaining("rule 'ops' of the operators: from one backup to the next");
        }
    }

    @Test
    void namespaceThatIsOpenToOthersAloneIsNotTouched() throws Exception {
        backUp(cluster.backups(), files("closed"));
        List<BackupSet> sets = await(cluster.catalog().list("closed"));
        Limits limits = Limits.builder().onlyFolders(List.of("team-a")).build();
        String why = "rule 'ops' of the operators: namespace closed is open to jobs of team-a alone";
        Backups backups = cluster.backups().under(OperatorRules.policy(limits));
        Restorer restorer = cluster.restorer(cluster.admin()).under(OperatorRules.policy(limits), true);

        assertThat(refused(limits, files("closed"), why)).isEmpty();
        assertThat(await(restorer.plan(RestoreRequest.inPlace("closed", RestoreRequest.NEWEST, "tester")))
                        .problems())
                .containsExactly(why);
        assertThatThrownBy(() -> await(backups.deletion().run(sets, "tester", Duration.ZERO, removed -> {})))
                .hasMessageContaining(why);
        assertThat(await(cluster.catalog().list("closed"))).hasSize(1);
    }

    /** What was changed, or run in a container, although the operators refused a backup for all these reasons. */
    private static List<String> refused(final Limits limits, final BackupRequest request, final String... why) {
        RequestLog requests = cluster.embedded().requests();
        long before = requests.total();

        ThrowableAssertAlternative<?> refusal = assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> await(cluster.backups()
                        .under(OperatorRules.policy(limits))
                        .start(request, Journal.none(), line -> {})
                        .result()));

        for (String reason : why) {
            refusal.withMessageContaining("rule 'ops' of the operators: ").withMessageContaining(reason);
        }
        return requests.touched(request.namespace(), before);
    }

    private static BackupRequest files(final String namespace) {
        return BackupRequest.in(namespace).withTemplate("files").withMinimumLevel(Level.NONE);
    }

    private static BackupRequest own(final String namespace) {
        return files(namespace).withTemplate("postgresql-evil");
    }

    private static void backUp(final Backups backups, final BackupRequest request) throws Exception {
        await(backups.start(request, Journal.none(), line -> {}).result());
    }
}
