package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan refuses and warns of; a plan changes nothing. */
class RestorePlanTest {

    @Test
    void namesTheWindowThatWillBeDiscarded() {
        try (Shop shop = new Shop("now", false)) {
            RestorePlan plan = RestorerTest.plan(shop, shop.restore(Profile.CLUSTER));
            assertThat(plan.possible()).isTrue();
            assertThat(plan.lines()).anyMatch(line -> line.contains("DISCARDS what was written since " + ShopSet.CUT));
        }
    }

    @Test
    void eachContainerIsPreparedAndCheckedWithWhatItWasHeldWith() {
        try (Shop shop = new Shop("now", false)) {
            RestoreState state =
                    RestorerTest.plan(shop, shop.restore(Profile.CLUSTER)).begin();
            assertThat(state.pods).extracting(pod -> pod.parameters.get("WORD")).containsExactly("db-0", "db-1");
        }
    }

    @Test
    void refusesWhileAPodOfNobodyUsesAClaim() {
        try (Shop shop = new Shop("now", false)) {
            shop.cluster.put(Kind.PODS, barePod());
            assertThat(RestorerTest.plan(shop, shop.restore(Profile.CLUSTER)).problems())
                    .singleElement()
                    .asString()
                    .contains("pod backup-copy", "data-db-0", "delete it first");
        }
    }

    @Test
    void refusesASetThatIsNotThere() {
        try (Shop shop = new Shop("now", false)) {
            RestoreRequest request = RestoreRequest.inPlace(Shop.NAMESPACE, "shop-1", "a test");
            assertThat(RestorerTest.plan(shop, request).problems())
                    .singleElement()
                    .asString()
                    .contains("no backup set shop-1");
        }
    }

    @Test
    void warnsOfAnotherImageAndRollsItBackOnlyWhenAsked() {
        try (Shop shop = new Shop("now", false)) {
            StatefulSet deployed = shop.cluster
                    .get(Kind.STATEFUL_SETS, Shop.NAMESPACE, "db")
                    .join()
                    .orElseThrow();
            deployed.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("plain:2");
            shop.cluster.put(Kind.STATEFUL_SETS, deployed);
            RestoreRequest request = shop.restore(Profile.CLUSTER);
            assertThat(RestorerTest.plan(shop, request).warnings()).anyMatch(warning -> warning.contains("plain:2"));

            RestoreRequest rollingBack = request.with(request.choices().withRollBackWorkload(true));
            RestorerTest.run(shop, RestorerTest.plan(shop, rollingBack).begin());
            assertThat(shop.workload()
                            .at("/spec/template/spec/containers/0/image")
                            .asText())
                    .isEqualTo("plain:1");
        }
    }

    private static Pod barePod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("backup-copy")
                .withNamespace(Shop.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .endContainer()
                .withVolumes(List.of())
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim()
                .withClaimName("data-db-0")
                .endPersistentVolumeClaim()
                .endVolume()
                .endSpec()
                .build();
    }
}
