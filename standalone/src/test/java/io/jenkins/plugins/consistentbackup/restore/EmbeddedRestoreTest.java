package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static EmbeddedCluster embedded;

    @BeforeAll
    static void start() {
        embedded = EmbeddedCluster.start(
                ClusterOptions.defaults().withParent(directory).withWaitForFirstConsumer(EmbeddedCluster.TORN_CLASS));
    }

    @AfterAll
    static void stop() {
        embedded.close();
    }

    @ParameterizedTest
    @CsvSource({"CLUSTER", "NAMESPACE"})
    void restoresAndUndoesWithNoMoreRightsThanItNames(final Profile profile) {
        String namespace = "shop-" + profile.name().toLowerCase(Locale.ROOT);
        try (EmbeddedShop shop = new EmbeddedShop(embedded, namespace);
                Cluster limited = shop.withRights("restorer-" + namespace, rights(namespace, profile))) {
            shop.createWorkload(EmbeddedCluster.ATOMIC_CLASS);
            shop.write("before");
            SetId set = shop.backUp();
            shop.write("after");
            Restorer restorer = shop.restorer(limited);

            RestoreReport restored = run(restorer, plan(restorer, shop.restore(set, profile)));
            assertThat(shop.read()).isEqualTo("before prepared");
            shop.write("later");

            RestoreReport undone = run(restorer, undo(restorer, shop, restored.id(), profile));
            assertThat(shop.read()).isEqualTo("after");

            run(restorer, undo(restorer, shop, undone.id(), profile));
            assertThat(shop.read()).isEqualTo("later prepared");
            assertThat(shop.admin
                            .get(Kind.STATEFUL_SETS, namespace, "db")
                            .join()
                            .orElseThrow()
                            .getSpec()
                            .getPersistentVolumeClaimRetentionPolicy()
                            .getWhenScaled())
                    .isEqualTo("Delete");
        }
    }

    @Test
    void cloneLeavesTheOriginalAndItsSnapshotsAlone() {
        try (EmbeddedShop shop = new EmbeddedShop(embedded, "original");
                EmbeddedShop copy = new EmbeddedShop(embedded, "copy")) {
            shop.createWorkload(EmbeddedCluster.ATOMIC_CLASS);
            shop.write("before");
            SetId set = shop.backUp();
            shop.write("after");
            Restorer restorer = shop.restorer(shop.admin);
            RestoreRequest request = RestoreRequest.clone("original", set.toString(), "copy", "a test")
                    .with(shop.restore(set, Profile.CLUSTER).limits());

            run(restorer, plan(restorer, request));
            assertThat(copy.read()).isEqualTo("before prepared");
            assertThat(shop.read()).isEqualTo("after");

            UndoRequest remove = UndoRequest.of("copy", UndoRequest.LATEST, "a test");
            run(restorer, restorer.plan(remove).join());
            assertThat(shop.admin.list(Kind.CLAIMS, "copy", Map.of()).join()).isEmpty();
            run(restorer, plan(restorer, shop.restore(set, Profile.CLUSTER)));
            assertThat(shop.read()).isEqualTo("before prepared");
        }
    }

    @ParameterizedTest
    @CsvSource({"CLUSTER, 11, true", "NAMESPACE, 12, false"})
    void isTakenBackAfterItsDeathByAnotherProcess(final Profile profile, final int write, final boolean resume)
            throws Exception {
        String namespace = "killed-" + profile.name().toLowerCase(Locale.ROOT) + "-" + write;
        try (EmbeddedShop shop = new EmbeddedShop(embedded, namespace)) {
            shop.createWorkload(EmbeddedCluster.ATOMIC_CLASS);
            shop.write("before");
            SetId set = shop.backUp();
            shop.write("after");
            MortalCluster mortal = new MortalCluster(shop.admin, write, true);
            RestoreState state =
                    plan(shop.restorer(shop.admin), shop.restore(set, profile)).begin();
            CompletableFuture<RestoreState> dying = shop.restorer(mortal)
                    .run(state, Journal.none(), line -> {})
                    .start()
                    .result();
            CompletableFuture.anyOf(mortal.died(), dying).get(60, TimeUnit.SECONDS);
            assertThat(mortal.died()).isDone();

            Restorer restorer = shop.restorer(shop.admin);
            RestoreState found = restorer.recorded(namespace).join().get(0);
            if (resume) {
                restorer.run(found, Journal.none(), line -> {})
                        .resume()
                        .result()
                        .get(120, TimeUnit.SECONDS);
                assertThat(shop.read()).isEqualTo("before prepared");
            } else {
                run(restorer, undo(restorer, shop, UndoRequest.LATEST, profile));
                assertThat(shop.read()).isEqualTo("after");
            }
        }
    }

    private static List<Right> rights(final String namespace, final Profile profile) {
        List<Right> rights = new ArrayList<>(RestoreRights.inNamespace(namespace));
        if (profile == Profile.CLUSTER) {
            rights.addAll(RestoreRights.inCluster());
        }
        return rights;
    }

    private static RestorePlan plan(final Restorer restorer, final RestoreRequest request) {
        return restorer.plan(request).orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static RestorePlan undo(
            final Restorer restorer, final EmbeddedShop shop, final String id, final Profile profile) {
        RestoreRequest like = shop.restore(SetId.of("any"), profile);
        return restorer.plan(new UndoRequest(shop.namespace, id, like.holder(), like.choices(), like.limits()))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static RestoreReport run(final Restorer restorer, final RestorePlan plan) {
        List<String> log = new ArrayList<>(plan.lines());
        return restorer.report(restorer.run(plan.begin(), Journal.none(), log::add)
                .start()
                .result()
                .orTimeout(120, TimeUnit.SECONDS)
                .join());
    }
}
