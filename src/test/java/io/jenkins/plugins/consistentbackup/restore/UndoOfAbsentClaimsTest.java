package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An undo dies when the claims that it is to fill are not there, because the workload was scaled down and they went with its
 * pods. It is taken back: what was to be given back must not become that of the next claims of those names.
 */
class UndoOfAbsentClaimsTest {
    private static final int LEAST_WRITES = 6;

    @ParameterizedTest
    @CsvSource({"now, DEATH_BEFORE", "now, DEATH_AFTER", "late, DEATH_BEFORE", "late, DEATH_AFTER"})
    void whatWasToBeGivenBackStaysKept(final String storageClass, final Accident death) {
        int write = 1;
        while (dies(storageClass, death, write)) {
            write++;
        }
        assertThat(write).as("writes of the undo").isGreaterThan(LEAST_WRITES);
    }

    /** @return whether the undo has so many writes */
    private static boolean dies(final String storageClass, final Accident death, final int write) {
        try (Shop shop = new Shop(storageClass, true)) {
            String restored = RestorerTest.run(
                            shop,
                            RestorerTest.plan(shop, shop.restore(Profile.CLUSTER))
                                    .begin())
                    .id();
            scale(shop, 0);
            assertThat(shop.data()).as("claims are gone").containsOnly("null");
            RestoreState undo = RestorerTest.plan(shop, shop.undo(Shop.NAMESPACE, restored, Profile.CLUSTER))
                    .begin();
            AccidentalCluster dying = new AccidentalCluster(shop.cluster, death, Set.of(write));
            CompletableFuture<RestoreState> run = shop.restorer(dying.seen())
                    .run(undo, Journal.none(), line -> {})
                    .start()
                    .result();
            CompletableFuture.anyOf(dying.died(), run.handle((ended, failure) -> null))
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            if (!dying.happened()) {
                return false;
            }
            String where = death + " at write " + write + " (" + dying.victim() + ")";
            shop.expireLease();
            if (unfinished(shop, undo.id())) {
                RestorerTest.run(
                        shop,
                        RestorerTest.plan(shop, shop.undo(Shop.NAMESPACE, undo.id(), Profile.CLUSTER))
                                .begin());
                assertThat(shop.cluster.storage().free()).as(where).isEmpty();
                scale(shop, Shop.PODS);
                assertThat(shop.data()).as(where).allMatch(data -> data.startsWith("empty"));
                assertThat(RestorerTest.undo(shop, restored, Profile.CLUSTER).id())
                        .isNotEmpty();
            }
            assertThat(shop.copies("old")).as(where).isEqualTo(Shop.PODS);
            return true;
        }
    }

    private static boolean unfinished(final Shop shop, final String id) {
        return shop.restorer(shop.cluster).recorded(Shop.NAMESPACE).join().stream()
                .anyMatch(found -> found.id().equals(id) && !found.ended());
    }

    private static void scale(final Shop shop, final int replicas) {
        shop.cluster
                .patch(
                        Kind.STATEFUL_SETS,
                        Shop.NAMESPACE,
                        "db",
                        Json.tree("{\"spec\": {\"replicas\": " + replicas + "}}"))
                .join();
    }
}
