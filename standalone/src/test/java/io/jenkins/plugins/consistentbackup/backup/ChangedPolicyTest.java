package io.jenkins.plugins.consistentbackup.backup;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.embedded.api.fault.RequestLog;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.policy.Limits;
import io.jenkins.plugins.consistentbackup.policy.PlacePolicy;
import io.jenkins.plugins.consistentbackup.policy.Restoring;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.RestoreState;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.template.Level;
import io.jenkins.plugins.consistentbackup.template.TemplateOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operators change their rules between a plan and what is done by it: the rules of that moment count. */
class ChangedPolicyTest {
    /** What a plan's questions to a container are as requests. */
    private static final String QUESTION = "get pods/exec";

    private static ShopCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new ShopCluster();
        for (String namespace : List.of("changed", "raised")) {
            cluster.namespace(namespace);
            cluster.files(namespace, "files");
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void planThatWaitedIsJudgedByTheRulesThatThereAreThen() throws Exception {
        AtomicReference<PlacePolicy> rules = new AtomicReference<>(PlacePolicy.NONE);
        RequestLog requests = cluster.embedded().requests();
        long before = requests.total();

        // The plan is told when it has been judged.
        assertThatThrownBy(() -> await(cluster.backups()
                        .under(rules::get)
                        .start(
                                files("changed"),
                                Journal.none(),
                                line -> rules.set(OperatorRules.policy(Limits.builder()
                                                .longestFreeze(Duration.ofSeconds(3))
                                                .templateSources(Set.of(TemplateOrigin.LIBRARY))
                                                .build())
                                        .get()))
                        .result()))
                .hasMessageContaining(
                        "rule 'ops' of the operators: writes are blocked for at most 3 s since this backup")
                .hasMessageContaining("template files, which is built in; allowed are templates of the library");
        assertThat(requests.touched("changed", before))
                .as("questions, its Lease, and the removal of a manifest that it never made")
                .allMatch(label -> label.equals(QUESTION)
                        || label.endsWith("leases.coordination.k8s.io")
                        || label.equals("delete configmaps"));

        backUp(cluster.backups(), files("changed"));
        rules.set(PlacePolicy.NONE);
        Restorer restorer = cluster.restorer(cluster.admin()).under(rules::get, true);
        RestoreState planned = await(restorer.plan(RestoreRequest.inPlace("changed", RestoreRequest.NEWEST, "tester")))
                .begin();
        rules.set(OperatorRules.restoring(Restoring.REFUSED).get());
        long beforeRestore = requests.total();

        assertThatThrownBy(() -> await(restorer.run(planned, Journal.none(), line -> {})
                        .start()
                        .result()))
                .hasMessageContaining(
                        "rule 'ops' of the operators: nothing is put back in namespace changed from here");
        assertThat(requests.touched("changed", beforeRestore))
                .as("its Lease and its record")
                .allMatch(label -> label.endsWith("leases.coordination.k8s.io") || label.endsWith("configmaps"));
    }

    @Test
    void moreSetsStayWhenARuleAsksForMoreMeanwhile() throws Exception {
        AtomicReference<PlacePolicy> rules = new AtomicReference<>(PlacePolicy.NONE);
        backUp(cluster.backups(), files("raised"));

        await(cluster.backups()
                .under(rules::get)
                .start(
                        files("raised").withKeep(1),
                        state -> {
                            if ("ready".equals(state.getPhase())) {
                                rules.set(OperatorRules.policy(
                                                Limits.builder().leastKept(2).build())
                                        .get());
                            }
                            return CompletableFuture.completedFuture(null);
                        },
                        line -> {})
                .result());

        assertThat(await(cluster.catalog().list("raised"))).hasSize(2);
    }

    private static BackupRequest files(final String namespace) {
        return BackupRequest.in(namespace).withTemplate("files").withMinimumLevel(Level.NONE);
    }

    private static void backUp(final Backups backups, final BackupRequest request) throws Exception {
        await(backups.start(request, Journal.none(), line -> {}).result());
    }
}
