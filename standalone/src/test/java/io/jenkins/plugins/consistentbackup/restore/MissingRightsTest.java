package io.jenkins.plugins.consistentbackup.restore;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.backup.BackupRights;
import io.jenkins.plugins.consistentbackup.backup.MissingRightsException;
import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.LimitedAccount;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The counter-proof to the rights that are named: without any single one of them the plan names it, and prints a Role
 * with which it is missing no more.
 */
class MissingRightsTest {
    private static final String NAMESPACE = "shop";
    private static final String PRINTED = "consistent-backup";
    private static final String PRINTED_FOR_RESTORE = "consistent-backup-restore";

    private static ShopCluster cluster;
    private static LimitedAccount account;
    private static Cluster seen;

    @BeforeAll
    static void start() {
        cluster = new ShopCluster();
        cluster.namespace(NAMESPACE);
        account = new LimitedAccount(cluster.embedded(), NAMESPACE, "deployer");
        account.bind(PRINTED);
        account.bind(PRINTED_FOR_RESTORE);
        seen = cluster.connect(account.kubeconfig());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    static List<Right> ofBackups() {
        return BackupRights.inNamespace(NAMESPACE);
    }

    static List<Right> ofRestores() {
        return Stream.of(RestoreRights.inNamespace(NAMESPACE), RestoreRights.inCluster())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("ofBackups")
    void aBackupNamesTheRightAndPrintsTheRole(final Right right) {
        account.withRights(without(right, ofBackups()));

        Throwable failure = planBackup();

        assertThat(failure).hasMessageContaining(right.toString());
        assertThat(failure)
                .isInstanceOfSatisfying(
                        MissingRightsException.class,
                        missing -> assertThat(missing.missing()).containsExactly(right));
        cluster.embedded().applyYaml(roleIn(failure.getMessage()));
        assertThat(planBackup()).isNotInstanceOf(MissingRightsException.class);
        takeBack(PRINTED);
    }

    @ParameterizedTest
    @MethodSource("ofRestores")
    void aRestoreNamesTheRightAndPrintsTheRole(final Right right) throws Exception {
        account.withRights(without(right, ofRestores()));

        RestorePlan plan = planRestore();

        assertThat(plan.possible()).isFalse();
        assertThat(plan.missing()).containsExactly(right);
        assertThat(plan.problems()).singleElement().asString().contains(right.toString());
        cluster.embedded().applyYaml(roleIn(plan.problems().get(0)));
        assertThat(planRestore().missing()).isEmpty();
        takeBack(PRINTED_FOR_RESTORE);
    }

    private static Throwable planBackup() {
        Throwable failure = catchThrowable(() -> await(cluster.backups(seen).plan(BackupRequest.in(NAMESPACE))));
        return failure.getCause();
    }

    private static RestorePlan planRestore() throws Exception {
        return await(cluster.restorer(seen)
                .plan(RestoreRequest.inPlace(NAMESPACE, RestoreRequest.NEWEST, "a test")
                        .with(RestoreChoices.usual().withProfile(Profile.CLUSTER))));
    }

    private static List<Right> without(final Right right, final List<Right> rights) {
        List<Right> others = new ArrayList<>(rights);
        others.remove(right);
        return others;
    }

    private static String roleIn(final String message) {
        return message.substring(message.indexOf("apiVersion:"));
    }

    private static void takeBack(final String printed) {
        cluster.embedded().applyYaml("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: %1$s, namespace: %2$s}
                rules: []
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: %1$s}
                rules: []
                """.formatted(printed, NAMESPACE));
    }
}
