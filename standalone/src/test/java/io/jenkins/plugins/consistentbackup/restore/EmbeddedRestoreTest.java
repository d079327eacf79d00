package io.jenkins.plugins.consistentbackup.restore;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.LimitedAccount;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restores, undos and clones of real files, by a client whose rights are enforced. */
class EmbeddedRestoreTest {
    @TempDir
    static Path directory;

    private static ShopCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new ShopCluster(
                ClusterOptions.defaults().withParent(directory).withWaitForFirstConsumer(EmbeddedCluster.TORN_CLASS),
                WordInPod.templates());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({"CLUSTER", "NAMESPACE"})
    void restoresAndUndoesWithNoMoreRightsThanItNames(final Profile profile) throws Exception {
        WordInPod shop = statefulSet("shop-" + profile.name().toLowerCase(Locale.ROOT));
        letScalingDeleteClaims(shop.namespace());
        goRound(shop, profile);
        assertThat(await(cluster.admin().get(Kind.STATEFUL_SETS, shop.namespace(), "db"))
                        .orElseThrow()
                        .getSpec()
                        .getPersistentVolumeClaimRetentionPolicy()
                        .getWhenScaled())
                .isEqualTo("Delete");
    }

    @ParameterizedTest
    @CsvSource({"CLUSTER, csi-atomic", "CLUSTER, csi-torn", "NAMESPACE, csi-atomic", "NAMESPACE, csi-torn"})
    void deploymentsGoRoundWithVolumesThatAreBoundAtOnceAndAtFirstUse(final Profile profile, final String storageClass)
            throws Exception {
        String namespace = profile.name().toLowerCase(Locale.ROOT) + "-" + storageClass;
        cluster.namespace(namespace);
        cluster.deployedFiles(namespace, "web", storageClass);
        goRound(new WordInPod(cluster, namespace, "web"), profile);
    }

    /** Backup, restore, undo, undo of the undo, with the rights that are named and no others. */
    private static void goRound(final WordInPod shop, final Profile profile) throws Exception {
        Cluster limited = cluster.connect(new LimitedAccount(cluster.embedded(), shop.namespace(), "restorer")
                .withRights(rights(shop.namespace(), profile))
                .kubeconfig());
        shop.write("before");
        String set = shop.backUp();
        shop.write("after");

        RestoreReport restored =
                shop.run(limited, shop.restore(set, RestoreChoices.usual().withProfile(profile)));
        assertThat(shop.read()).isEqualTo("before prepared");
        shop.write("later");

        RestoreReport undone = shop.run(limited, shop.undo(limited, restored.id(), profile));
        assertThat(shop.read()).isEqualTo("after");

        shop.run(limited, shop.undo(limited, undone.id(), profile));
        assertThat(shop.read()).isEqualTo("later prepared");
    }

    @Test
    void cloneLeavesTheOriginalAndItsSnapshotsAlone() throws Exception {
        WordInPod shop = statefulSet("original");
        cluster.namespace("copy");
        WordInPod copy = new WordInPod(cluster, "copy", "db");
        shop.write("before");
        String set = shop.backUp();
        shop.write("after");

        shop.run(cluster.admin(), shop.copyInto("copy", set));
        assertThat(copy.read()).isEqualTo("before prepared");
        assertThat(shop.read()).isEqualTo("after");

        copy.run(cluster.admin(), copy.undo(cluster.admin(), UndoRequest.LATEST, Profile.CLUSTER));
        assertThat(await(cluster.admin().list(Kind.CLAIMS, "copy", Map.of()))).isEmpty();
        shop.run(cluster.admin(), shop.restore(set, RestoreChoices.usual()));
        assertThat(shop.read()).isEqualTo("before prepared");
    }

    @Test
    void stopsOtherPodsOfTheSameClaimWhenAllowedAndStartsThemAgain() throws Exception {
        WordInPod shop = statefulSet("others");
        shop.write("before");
        String set = shop.backUp();
        shop.write("after");
        cluster.deployment("others", "reader", "data-db-0");

        RestoreRequest alone = shop.restore(set, RestoreChoices.usual());
        assertThat(await(cluster.restorer(cluster.admin()).plan(alone)).problems())
                .singleElement()
                .asString()
                .contains(
                        "of Deployment reader in namespace others uses the same claims but is not in the set; stop it, or"
                                + " allow that other pods are stopped");

        shop.run(cluster.admin(), shop.restore(set, RestoreChoices.usual().withStopOtherPods(true)));

        assertThat(shop.read()).isEqualTo("before prepared");
        assertThat(new WordInPod(cluster, "others", "reader").read())
                .as("what the other pod reads")
                .isEqualTo("before prepared");
    }

    @ParameterizedTest
    @CsvSource({"CLUSTER, 11, true", "NAMESPACE, 12, false"})
    void isTakenBackAfterItsDeathByAnotherProcess(final Profile profile, final int write, final boolean resume)
            throws Exception {
        WordInPod shop = statefulSet("killed-" + profile.name().toLowerCase(Locale.ROOT) + "-" + write);
        shop.write("before");
        String set = shop.backUp();
        shop.write("after");
        Restorer restorer = cluster.restorer(cluster.admin());
        AccidentalCluster dying = new AccidentalCluster(cluster.admin(), Accident.DEATH_AFTER, Set.of(write));
        RestorePlan plan =
                await(restorer.plan(shop.restore(set, RestoreChoices.usual().withProfile(profile))));
        CompletableFuture<RestoreState> run = cluster.restorer(dying.seen())
                .run(plan.begin(), Journal.none(), line -> {})
                .start()
                .result();
        CompletableFuture.anyOf(dying.died(), run).get(60, TimeUnit.SECONDS);
        assertThat(dying.died()).isDone();

        if (resume) {
            RestoreState found = await(restorer.recorded(shop.namespace())).get(0);
            await(restorer.run(found, Journal.none(), line -> {}).resume().result());
            assertThat(shop.read()).isEqualTo("before prepared");
        } else {
            shop.run(cluster.admin(), shop.undo(cluster.admin(), UndoRequest.LATEST, profile));
            assertThat(shop.read()).isEqualTo("after");
        }
    }

    private static WordInPod statefulSet(final String namespace) throws Exception {
        cluster.namespace(namespace);
        cluster.files(namespace, "db");
        return new WordInPod(cluster, namespace, "db");
    }

    private static void letScalingDeleteClaims(final String namespace) throws Exception {
        await(cluster.admin().patch(Kind.STATEFUL_SETS, namespace, "db", Json.tree("""
                {"spec": {"persistentVolumeClaimRetentionPolicy": {"whenScaled": "Delete", "whenDeleted": "Delete"}}}
                """)));
    }

    private static List<Right> rights(final String namespace, final Profile profile) {
        List<Right> rights = new ArrayList<>(RestoreRights.inNamespace(namespace));
        if (profile == Profile.CLUSTER) {
            rights.addAll(RestoreRights.inCluster());
        }
        return rights;
    }
}
