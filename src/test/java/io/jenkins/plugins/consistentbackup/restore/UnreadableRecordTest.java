package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that is damaged, or that another version wrote: what it blocks, and how to go on. */
class UnreadableRecordTest {
    private static final String RUN = "restore-20260101-000000-aaaa";
    private static final String ADVICE = "kubectl delete configmap -n shop " + RestoreRecord.nameOf(RUN);

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"id\": \"restore", "[]", "null", "{}", "{\"id\":\"a\",\"operation\":\"SWAP\"}"})
    void doesNotHinderTheRestoreOfAWorkloadThatItHasNotStopped(final String text) {
        try (Shop shop = new Shop("now", false)) {
            put(shop, text);
            RestorePlan plan = RestorerTest.plan(shop, shop.restore(Profile.CLUSTER));
            assertThat(plan.problems()).isEmpty();
            assertThat(plan.warnings()).singleElement().asString().contains(RestoreRecord.nameOf(RUN), ADVICE);
            RestorerTest.run(shop, plan.begin());
            assertThat(shop.data()).containsOnly("set prepared written");
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void ofARunThatDiedBlocksTheWorkloadThatItStoppedUntilItIsDeleted(final Profile profile) {
        try (Shop shop = new Shop("now", true)) {
            RestoreState dead = dieWhenStopped(shop, profile);
            ObjectNode record = shop.cluster.find(Kind.CONFIG_MAPS, Shop.NAMESPACE, RestoreRecord.nameOf(dead.id()));
            record.withObject("/data").put("state.json", "{");
            shop.expireLease();
            assertThat(RestorerTest.plan(shop, shop.restore(profile)).problems())
                    .singleElement()
                    .asString()
                    .contains(
                            "[StatefulSet db] was stopped by a restore that has not ended",
                            RestoreRecord.nameOf(dead.id()));

            shop.cluster
                    .delete(Kind.CONFIG_MAPS, Shop.NAMESPACE, RestoreRecord.nameOf(dead.id()), null)
                    .join();
            RestorerTest.run(
                    shop, RestorerTest.plan(shop, shop.restore(profile)).begin());
            assertThat(shop.data()).containsOnly("set prepared written");
            assertThat(shop.copies("old")).isGreaterThanOrEqualTo(Shop.PODS);
            RestorerTest.assertUntouched(shop, true);
        }
    }

    @Test
    void leavesAnUndoOfAnotherRunThatIsNamed() {
        try (Shop shop = new Shop("now", false)) {
            RestoreReport restored = RestorerTest.run(
                    shop, RestorerTest.plan(shop, shop.restore(Profile.CLUSTER)).begin());
            put(shop, "{");
            assertThat(undoProblems(shop, UndoRequest.LATEST))
                    .singleElement()
                    .asString()
                    .contains("name the one to undo", ADVICE);
            assertThat(undoProblems(shop, RUN)).singleElement().asString().contains(ADVICE);
            assertThat(undoProblems(shop, restored.id())).isEmpty();
        }
    }

    @Test
    void keepsWhatMayBeNeeded() {
        try (Shop shop = new Shop("now", false)) {
            RestorerTest.run(
                    shop, RestorerTest.plan(shop, shop.restore(Profile.CLUSTER)).begin());
            put(shop, "{");
            Kept kept = shop.restorer(shop.cluster).kept();
            Kept.Item item = kept.list(Shop.NAMESPACE).join().get(0);
            assertThatThrownBy(() -> kept.remove(item, true).join())
                    .hasMessageContaining(" stays: it may be needed: ")
                    .hasMessageContaining(ADVICE);
        }
    }

    private static List<String> undoProblems(final Shop shop, final String run) {
        return RestorerTest.plan(shop, shop.undo(Shop.NAMESPACE, run, Profile.CLUSTER))
                .problems();
    }

    private static void put(final Shop shop, final String text) {
        shop.cluster.put(
                Kind.CONFIG_MAPS,
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(RestoreRecord.nameOf(RUN))
                        .withNamespace(Shop.NAMESPACE)
                        .addToLabels(Labels.ROLE, Labels.ROLE_RESTORE)
                        .addToLabels(Labels.RESTORE, RUN)
                        .endMetadata()
                        .addToData("state.json", text)
                        .build());
    }

    private static RestoreState dieWhenStopped(final Shop shop, final Profile profile) {
        RestoreState state = RestorerTest.plan(shop, shop.restore(profile)).begin();
        for (int write = 1; shop.workload().at("/spec/replicas").asInt() != 0; write++) {
            shop.expireLease();
            AccidentalCluster dying = new AccidentalCluster(shop.cluster, Accident.DEATH_AFTER, Set.of(write));
            shop.restorer(dying.seen())
                    .run(state, Journal.none(), shop.log::add)
                    .start();
            dying.died().orTimeout(10, TimeUnit.SECONDS).join();
        }
        return state;
    }
}
