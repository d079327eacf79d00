package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
import io.jenkins.plugins.consistentbackup.catalog.ManifestText;
import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import java.lang.reflect.InvocationHandler;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Others meddle with what a restore reads: it runs nothing but what was planned, and the old data runs again. */
class MeddledRestoreTest {
    private final Shop shop = new Shop("now", false);

    @AfterEach
    void stop() {
        shop.close();
    }

    /** Its name stands in the record long before it is made, and whoever may write ConfigMaps can read it there. */
    @ParameterizedTest
    @CsvSource({"captured-0, true", ", false"})
    void inputsThatAStrangerMadeInAdvancePrepareNothing(final String key, final boolean immutable) {
        RestoreState state = begin(Profile.CLUSTER);
        ConfigMap inputs = strangers(state, immutable);
        if (key != null) {
            inputs.setBinaryData(Map.of(key, "ZXZpbA=="));
        }
        shop.cluster.create(Kind.CONFIG_MAPS, inputs).join();

        assertThatThrownBy(() -> RestorerTest.run(shop, state))
                .hasMessageContaining("ConfigMap " + state.pods.get(0).preparePod)
                .hasMessageContaining("is not what this restore would make");

        assertThat(shop.data()).containsOnly("old written");
        RestorerTest.assertUntouched(shop, false);
    }

    @Test
    void inputsThatWereReplacedWhileTheirPodRanAreNoPreparation() {
        RestoreState state = begin(Profile.CLUSTER);
        String name = state.pods.get(0).preparePod;
        AtomicBoolean replaced = new AtomicBoolean();
        InvocationHandler meddling = (proxy, method, arguments) -> {
            boolean looked = method.getName().equals("get") && name.equals(arguments[arguments.length - 1]);
            if (looked && arguments[0].equals(Kind.CONFIG_MAPS) && replaced.compareAndSet(false, true)) {
                return shop.cluster
                        .delete(Kind.CONFIG_MAPS, Shop.NAMESPACE, name, null)
                        .thenCompose(deleted -> shop.cluster.create(Kind.CONFIG_MAPS, strangers(state, true)))
                        .thenCompose(created -> shop.cluster.get(Kind.CONFIG_MAPS, Shop.NAMESPACE, name));
            }
            return method.invoke(shop.cluster, arguments);
        };

        assertThatThrownBy(() -> run(state, meddling))
                .hasMessageContaining("ConfigMap " + name)
                .hasMessageContaining("is not what this restore would make");
        assertThat(shop.data()).containsOnly("old written");
    }

    @Test
    void manifestThatIsChangedAfterThePlanIsNotRestored() {
        RestoreState state = begin(Profile.CLUSTER);
        ObjectNode manifest = shop.cluster.find(Kind.CONFIG_MAPS, Shop.NAMESPACE, Shop.SET.manifestName());
        String text = manifest.at("/data/manifest.json").asText();
        String changed = text.replace("plain:1", "plain:2");
        assertThat(changed).isNotEqualTo(text);
        manifest.withObject("/data").put("manifest.json", changed).put("sha256", ManifestText.sha256(changed));
        assertThat(RestorerTest.plan(shop, shop.restore(Profile.CLUSTER)).possible())
                .isTrue();

        assertThatThrownBy(() -> RestorerTest.run(shop, state))
                .hasMessageContaining("the manifest of set " + Shop.SET)
                .hasMessageContaining("was changed after this restore was planned");

        assertThat(shop.data()).containsOnly("old written");
        RestorerTest.assertUntouched(shop, false);
    }

    @Test
    void templateThatIsChangedAfterThePlanDoesNotRun() {
        RestoreState state = begin(Profile.CLUSTER);
        state.pods.forEach(pod -> pod.templateDigest = "sha256:of-another-text");

        assertThatThrownBy(() -> RestorerTest.run(shop, state))
                .hasMessageContaining("was changed after this run was planned");

        assertThat(shop.data()).containsOnly("old written");
        RestorerTest.assertUntouched(shop, false);
    }

    @Test
    void volumeThatSomebodyDeletesIsNotTakenFromUnderARunningDatabase() {
        RestoreState state = begin(Profile.CLUSTER);
        String volume = state.claims.get(0).oldVolume;
        shop.cluster
                .find(Kind.VOLUMES, null, volume)
                .withObject("/metadata")
                .put("deletionTimestamp", "2026-01-01T00:00:00Z");

        assertThatThrownBy(() -> RestorerTest.run(shop, state))
                .hasMessageContaining("volume " + volume + " is being deleted by somebody");

        assertThat(shop.log).noneMatch(line -> line.contains("stopped"));
        assertThat(shop.data()).containsOnly("old written");
    }

    @Test
    void snapshotThatSomebodyDeletesIsNoReasonToDeleteAClaim() {
        RestoreState state = begin(Profile.NAMESPACE);
        String snapshot = state.claims.get(0).safetySnapshot;
        InvocationHandler meddling = (proxy, method, arguments) -> {
            ObjectNode made = shop.cluster.find(Kind.SNAPSHOTS, Shop.NAMESPACE, snapshot);
            if (method.getName().equals("get") && snapshot.equals(arguments[2]) && made != null) {
                made.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
            }
            return method.invoke(shop.cluster, arguments);
        };

        assertThatThrownBy(() -> run(state, meddling))
                .hasMessageContaining("safety snapshot " + snapshot)
                .hasMessageContaining("is being deleted by somebody; its claim was not deleted");

        assertThat(shop.data()).containsOnly("old written");
    }

    @ParameterizedTest
    @EnumSource
    void undoIsNotPlannedWithWhatSomebodyDeletes(final Profile profile) {
        RestoreState state = begin(profile);
        RestorerTest.run(shop, state);
        ReplacedClaim claim = state.claims.get(0);
        ObjectNode kept = profile == Profile.CLUSTER
                ? shop.cluster.find(Kind.VOLUMES, null, claim.oldVolume)
                : shop.cluster.find(Kind.SNAPSHOTS, Shop.NAMESPACE, claim.safetySnapshot);
        kept.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");

        RestorePlan undo = RestorerTest.plan(shop, shop.undo(Shop.NAMESPACE, state.id(), profile));

        assertThat(undo.problems())
                .singleElement()
                .asString()
                .contains(kept.at("/metadata/name").asText(), "being deleted");
    }

    private RestoreState begin(final Profile profile) {
        return RestorerTest.plan(shop, shop.restore(profile)).begin();
    }

    private void run(final RestoreState state, final InvocationHandler meddling) throws Exception {
        shop.restorer(MeddledCluster.seen(meddling))
                .run(state, Journal.none(), shop.log::add)
                .start()
                .result()
                .get(20, TimeUnit.SECONDS);
    }

    /** In the place of the inputs of a prepare pod. */
    private static ConfigMap strangers(final RestoreState state, final boolean immutable) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(Shop.NAMESPACE)
                .withName(state.pods.get(0).preparePod)
                .addToLabels(Labels.RESTORE, state.id())
                .endMetadata()
                .withImmutable(immutable)
                .build();
    }
}
