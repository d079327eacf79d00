package io.jenkins.plugins.consistentbackup.restore;

import static io.jenkins.plugins.consistentbackup.backup.ShopCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.backup.ShopCluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.embedded.storage.Volume;
import io.jenkins.plugins.consistentbackup.embedded.storage.VolumeDriver;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy or a restore for which there is no room: said at once, and nothing is left of it. */
class NoRoomTest {
    /** Far longer than it may take until the run has failed. */
    private static final RestoreLimits PATIENT = RestoreLimits.each(Duration.ofMinutes(30));

    private static ShopCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new ShopCluster(
                ClusterOptions.defaults().withWaitForFirstConsumer(EmbeddedCluster.TORN_CLASS), WordInPod.templates());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void makeRoom() {
        cluster.embedded().driver(Storage.ATOMIC).settings().reset();
        cluster.embedded().driver(Storage.TORN).settings().reset();
        cluster.embedded().faults(FaultPlan.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {EmbeddedCluster.ATOMIC_CLASS, EmbeddedCluster.TORN_CLASS})
    void aCloneOnAFullStorageFailsAtOnceAndIsRemoved(final String storageClass) throws Exception {
        WordInPod shop = shop("full-" + storageClass, storageClass);
        String set = shop.backUp();
        String copy = "copy-of-" + storageClass;
        cluster.namespace(copy);
        fill(storageClass);

        assertThatThrownBy(
                        () -> shop.run(cluster.admin(), shop.copyInto(copy, set).with(PATIENT)))
                .hasMessageContaining("the storage has no room for claim web in namespace " + copy + ": ")
                .hasMessageContaining("code = ResourceExhausted")
                .hasMessageContaining("make room there");

        assertNothingIn(copy);
    }

    @Test
    void aRestoreOnAFullStorageFailsAtOnceAndTheOldDataRuns() throws Exception {
        WordInPod shop = shop("full", EmbeddedCluster.ATOMIC_CLASS);
        String set = shop.backUp();
        shop.write("after");
        fill(EmbeddedCluster.ATOMIC_CLASS);

        assertThatThrownBy(() -> shop.run(
                        cluster.admin(),
                        shop.restore(set, RestoreChoices.usual()).with(PATIENT)))
                .hasMessageContaining("the storage has no room for claim web in namespace full: ");

        assertThat(shop.read()).isEqualTo("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"persistentvolumeclaims", "pods"})
    void aCloneThatAQuotaForbidsSaysSoAndIsRemoved(final String resource) throws Exception {
        WordInPod shop = shop("quota-" + resource, EmbeddedCluster.ATOMIC_CLASS);
        String set = shop.backUp();
        String copy = "copy-with-quota-" + resource;
        cluster.namespace(copy);
        cluster.embedded()
                .faults(request -> request.namespace().equals(copy) && request.is("create", resource)
                        ? Fault.answer(
                                403,
                                "Forbidden",
                                resource
                                        + " \"web\" is forbidden: exceeded quota: team, requested: count=1, used: count=3,"
                                        + " limited: count=3")
                        : Fault.none());

        assertThatThrownBy(
                        () -> shop.run(cluster.admin(), shop.copyInto(copy, set).with(PATIENT)))
                .hasMessageContaining("a ResourceQuota of namespace " + copy + " leaves no room for ")
                .hasMessageContaining("exceeded quota: team, requested: count=1, used: count=3, limited: count=3")
                .hasMessageContaining("have the quota raised");

        assertNothingIn(copy);
    }

    private static WordInPod shop(final String namespace, final String storageClass) throws Exception {
        cluster.namespace(namespace);
        cluster.deployedFiles(namespace, "web", storageClass);
        WordInPod shop = new WordInPod(cluster, namespace, "web");
        shop.write("before");
        return shop;
    }

    private static void fill(final String storageClass) {
        VolumeDriver driver = cluster.embedded()
                .driver(storageClass.equals(EmbeddedCluster.ATOMIC_CLASS) ? Storage.ATOMIC : Storage.TORN);
        driver.settings()
                .capacity(driver.volumes().stream().mapToLong(Volume::bytes).sum());
    }

    private static void assertNothingIn(final String namespace) throws Exception {
        assertThat(await(cluster.admin().list(Kind.CLAIMS, namespace, Map.of())))
                .isEmpty();
        assertThat(await(cluster.admin().list(Kind.DEPLOYMENTS, namespace, Map.of())))
                .isEmpty();
        assertThat(await(cluster.admin().list(Kind.PODS, namespace, Map.of()))).isEmpty();
        assertThat(cluster.snapshots(namespace)).isEmpty();
        assertThat(await(cluster.admin().list(Kind.SNAPSHOT_CONTENTS, null, Map.of())))
                .noneMatch(content -> namespace.equals(
                        content.getSpec().getVolumeSnapshotRef().getNamespace()));
    }
}
