package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.phase.PhaseRun;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Restores and undos that nothing disturbs, against the fake cluster. */
class RestorerTest {

    @ParameterizedTest
    @CsvSource({"CLUSTER, now, false", "CLUSTER, late, true", "NAMESPACE, now, true", "NAMESPACE, late, false"})
    void restoresAndUndoesAndUndoesTheUndo(
            final Profile profile, final String storageClass, final boolean deletesClaims) {
        try (Shop shop = new Shop(storageClass, deletesClaims)) {
            RestoreReport restored = run(shop, plan(shop, shop.restore(profile)).begin());
            assertThat(shop.data()).containsOnly("set prepared written");
            assertThat(restored.discardedFrom()).contains(ShopSet.CUT);
            assertThat(restored.claims()).allMatch(claim -> claim.kept().isPresent());

            RestoreReport undone = undo(shop, restored.id(), profile);
            assertThat(shop.data()).containsOnly("old written");
            assertThat(shop.copies("set prepared written")).isGreaterThanOrEqualTo(2);

            undo(shop, undone.id(), profile);
            assertThat(shop.data()).containsOnly("set prepared written");
            assertThat(shop.copies("old")).isGreaterThanOrEqualTo(2);
            assertThat(shop.cluster.violations()).isEmpty();
            assertUntouched(shop, deletesClaims);
        }
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void takesBackARestoreWhoseCheckFails(final Profile profile) {
        try (Shop shop = new Shop("now", true)) {
            shop.checkStatus = 1;
            RestorePlan plan = plan(shop, shop.restore(profile));
            assertThatThrownBy(() -> run(shop, plan.begin())).hasMessageContaining("no rows");
            assertThat(shop.data()).containsOnly("old written");
            assertThat(shop.restorer(shop.cluster).kept().list(Shop.NAMESPACE).join())
                    .as("what the failed restore may have written to is kept for a while, not for ever")
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(item -> item.expires().isPresent());
            assertUntouched(shop, true);
        }
    }

    @Test
    void planOfACopyIsTheSameAsTheNextOneUntilTheOriginalChanges() {
        try (Shop shop = new Shop("now", false)) {
            RestorePlan approved = plan(shop, shop.copy());
            assertThat(plan(shop, shop.copy()).bringsTheSameAs(approved)).isTrue();

            shop.workload().withObject("/spec/template/spec/containers/0").put("image", "plain:2");

            assertThat(plan(shop, shop.copy()).bringsTheSameAs(approved)).isFalse();
        }
    }

    /** What failed may quote what a check printed; the record stands in the namespace, where others read it. */
    @Test
    void theRecordSaysWhyItFailedWithoutWhatNobodyIsToSee() {
        try (Shop shop = new Shop("now", false)) {
            shop.checkStatus = 1;
            RestoreState state = plan(shop, shop.restore(Profile.CLUSTER)).begin();
            Set<String> records = ConcurrentHashMap.newKeySet();
            PhaseRun<RestoreState> run = shop.restorer(shop.cluster)
                    .run(
                            state,
                            saved -> {
                                records.add(record(shop, saved));
                                return CompletableFuture.completedFuture(null);
                            },
                            shop.log::add)
                    .keeping(lines -> lines.stream()
                            .map(line -> line.replace("no rows", "***"))
                            .toList());

            assertThatThrownBy(() -> run.start().result().get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("no rows");

            records.add(record(shop, state));
            assertThat(records)
                    .anyMatch(record -> record.contains("***"))
                    .noneMatch(record -> record.contains("no rows"));
        }
    }

    /** As it stands in the namespace. */
    private static String record(final Shop shop, final RestoreState state) {
        return String.valueOf(shop.cluster.find(Kind.CONFIG_MAPS, Shop.NAMESPACE, RestoreRecord.nameOf(state.id())));
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void listsWhatItKeptAndRemovesIt(final Profile profile) {
        try (Shop shop = new Shop("now", false)) {
            run(shop, plan(shop, shop.restore(profile)).begin());
            Kept kept = shop.restorer(shop.cluster).kept();
            List<Kept.Item> items = kept.list(Shop.NAMESPACE).join();
            assertThat(items).hasSize(2).allMatch(item -> item.expires().isPresent());
            assertThatThrownBy(() -> kept.remove(items.get(0), false).join()).hasMessageContaining("expires");
            kept.remove(items.get(0), true).join();
            assertThat(kept.list(Shop.NAMESPACE).join()).hasSize(1);
            assertThat(shop.copies("old")).isEqualTo(1);
            assertThat(records(shop)).hasSize(1);
            kept.remove(items.get(1), true).join();
            assertThat(records(shop)).isEmpty();
        }
    }

    @Test
    void whatHasBeenRemovedIsNotKeptHoweverLateTheClusterDeletesIt() {
        try (Shop shop = new Shop("now", false)) {
            run(shop, plan(shop, shop.restore(Profile.CLUSTER)).begin());
            shop.cluster.storage().deletesLate = true;
            Kept kept = shop.restorer(shop.cluster).kept();
            List<Kept.Item> items = kept.list(Shop.NAMESPACE).join();

            items.forEach(item -> kept.remove(item, true).join());

            assertThat(records(shop)).isEmpty();
            assertThat(kept.list(Shop.NAMESPACE).join()).as("still named").isEqualTo(items);
        }
    }

    /** Otherwise an undo of the latest restore would take back the one before. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void theRecordOfTheLatestRestoreStaysAsLongAsAnEarlierOneDoes(final Profile profile) {
        try (Shop shop = new Shop("now", false)) {
            run(shop, plan(shop, shop.restore(profile)).begin());
            RestoreReport latest = run(shop, plan(shop, shop.restore(profile)).begin());
            Kept kept = shop.restorer(shop.cluster).kept();
            kept.list(Shop.NAMESPACE).join().stream()
                    .filter(item -> item.restore().equals(latest.id()))
                    .forEach(item -> kept.remove(item, true).join());
            assertThat(records(shop)).hasSize(2).first().isEqualTo(latest.id());
        }
    }

    @Test
    void recordsThatHaveExpiredAreForgottenByTheNextRun() {
        try (Shop shop = new Shop("now", false)) {
            RestoreRequest request = shop.restore(Profile.CLUSTER);
            RestoreRequest hardlyKept = request.with(request.choices().withKeep(Duration.ofMillis(1)));
            RestoreReport restored = run(shop, plan(shop, hardlyKept).begin());
            assertThat(records(shop)).containsExactly(restored.id());
            RestoreReport undone = undo(shop, restored.id(), Profile.CLUSTER);
            assertThat(records(shop)).containsExactly(undone.id());
        }
    }

    private static List<String> records(final Shop shop) {
        return shop.restorer(shop.cluster).recorded(Shop.NAMESPACE).join().stream()
                .map(RestoreState::id)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void saysWhichRightsAreMissing(final Profile profile) {
        try (Shop shop = new Shop("now", false)) {
            shop.cluster.lacking.add(new Right("delete", "", "persistentvolumeclaims", ""));
            assertThat(plan(shop, shop.restore(profile)).problems())
                    .singleElement()
                    .asString()
                    .contains("delete persistentvolumeclaims in namespace shop", "kind: Role");
        }
    }

    static RestorePlan plan(final Shop shop, final RestoreRequest request) {
        return shop.restorer(shop.cluster)
                .plan(request)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    static RestorePlan plan(final Shop shop, final UndoRequest request) {
        return shop.restorer(shop.cluster)
                .plan(request)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    static RestoreReport run(final Shop shop, final RestoreState state) {
        Restorer restorer = shop.restorer(shop.cluster);
        return restorer.report(restorer.run(state, Journal.none(), shop.log::add)
                .start()
                .result()
                .orTimeout(20, TimeUnit.SECONDS)
                .join());
    }

    static RestoreReport undo(final Shop shop, final String id, final Profile profile) {
        return run(shop, plan(shop, shop.undo(Shop.NAMESPACE, id, profile)).begin());
    }

    /** The workload is as it was before anybody touched it, and nothing is left over. */
    static void assertUntouched(final Shop shop, final boolean deletesClaims) {
        assertThat(shop.workload().at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(shop.workload().at("/metadata/annotations").toString())
                .doesNotContain(Labels.REPLICAS)
                .contains("team");
        assertThat(shop.workload()
                        .at("/spec/persistentVolumeClaimRetentionPolicy/whenScaled")
                        .asText("Retain"))
                .isEqualTo(deletesClaims ? "Delete" : "Retain");
        assertThat(shop.cluster.objects.in(Kind.PODS, Shop.NAMESPACE))
                .extracting(pod -> pod.at("/metadata/name").asText())
                .containsExactly("db-0", "db-1");
    }
}
