package io.jenkins.plugins.consistentbackup.embedded.api;

import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.NAMESPACE;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.SNAPSHOTS;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.claim;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.configMap;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.pod;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.refusal;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Objects are patched and applied as Kubernetes does it, through the real fabric8 client. */
@ExtendWith(ConformanceTable.class)
class PatchConformanceTest {
    private static final String CONCEPTS = "kubernetes.io/docs/reference/using-api/api-concepts/";
    private static final String APPLY = "kubernetes.io/docs/reference/using-api/server-side-apply/";

    @RegisterExtension
    final ServedStore cluster = ServedStore.plain();

    private final KubernetesClient client = cluster.admin();

    private PersistentVolumeClaim annotate(PersistentVolumeClaim claim, String value) {
        return new PersistentVolumeClaimBuilder(claim)
                .editMetadata()
                .addToAnnotations("note", value)
                .endMetadata()
                .build();
    }

    @Test
    @Source("RFC 6902, " + CONCEPTS + "#patch-and-apply")
    void patchesByJsonPatch() {
        client.persistentVolumeClaims().resource(claim("a1", "a")).create();
        PersistentVolumeClaim edited =
                client.persistentVolumeClaims().withName("a1").edit(found -> annotate(found, "9"));
        assertThat(edited.getMetadata().getAnnotations()).containsEntry("note", "9");
    }

    @Test
    @Source("RFC 6902 section 5, k8s.io/apiserver pkg/endpoints/handlers/patch.go")
    void refusesJsonPatchWhoseTestFails() {
        client.configMaps().resource(configMap("c", "k", "v")).create();
        assertThat(refusal(() -> client.configMaps()
                        .withName("c")
                        .patch(
                                PatchContext.of(PatchType.JSON),
                                "[{\"op\":\"test\",\"path\":\"/data/k\",\"value\":\"w\"},"
                                        + "{\"op\":\"remove\",\"path\":\"/data/k\"}]")))
                .isEqualTo("422 Invalid");
    }

    @Test
    @Source("RFC 7386, " + CONCEPTS + "#patch-and-apply")
    void mergePatchRemovesByNull() {
        client.configMaps().resource(configMap("c", "k", "v")).create();
        ConfigMap patched = client.configMaps()
                .withName("c")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"k\":null,\"z\":\"1\"}}");
        assertThat(patched.getData()).containsExactly(Map.entry("z", "1"));
    }

    @Test
    @Source("k8s.io/apiserver pkg/endpoints/handlers/patch.go")
    void refusesMergePatchFromOldVersion() {
        client.configMaps().resource(configMap("c", "k", "v")).create();
        assertThat(refusal(() -> client.configMaps()
                        .withName("c")
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"metadata\":{\"resourceVersion\":\"1\"},\"data\":{\"q\":\"1\"}}")))
                .isEqualTo("409 Conflict");
    }

    @Test
    @Source("kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/")
    void strategicPatchMergesContainersByName() {
        client.pods().resource(pod("p1")).create();
        var containers = client.pods()
                .withName("p1")
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\":{\"containers\":[{\"name\":\"db\",\"image\":\"postgres:16\"}]}}")
                .getSpec()
                .getContainers();
        assertThat(containers).extracting(c -> c.getImage()).containsExactly("postgres:16", "busybox");
    }

    @Test
    @Source("kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/")
    void refusesStrategicPatchOfCustomTypes() {
        var snapshots = client.genericKubernetesResources(SNAPSHOTS).inNamespace(NAMESPACE);
        snapshots.resource(snapshot("s1", "a1", Map.of())).create();
        assertThat(refusal(() -> snapshots
                        .withName("s1")
                        .patch(
                                PatchContext.of(PatchType.STRATEGIC_MERGE),
                                "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")))
                .startsWith("415");
    }

    private ConfigMap applied(ConfigMap wanted, String manager) {
        return client.configMaps().resource(wanted).fieldManager(manager).serverSideApply();
    }

    @Test
    @Source(APPLY)
    void appliesAndRemovesWhatIsNoLongerApplied() {
        ConfigMap both = configMap("c", "a", "1");
        both.getData().put("b", "2");
        assertThat(applied(both, "one").getData()).hasSize(2);
        assertThat(applied(configMap("c", "a", "1"), "one").getData()).containsExactly(Map.entry("a", "1"));
    }

    @Test
    @Source(APPLY + "#conflicts")
    void refusesToApplyWhatAnotherManages() {
        applied(configMap("c", "a", "1"), "one");
        assertThat(refusal(() -> applied(configMap("c", "a", "other"), "two"))).isEqualTo("409 Conflict");
        ConfigMap forced = client.configMaps()
                .resource(configMap("c", "a", "other"))
                .fieldManager("two")
                .forceConflicts()
                .serverSideApply();
        assertThat(forced.getData()).containsEntry("a", "other");
    }

    @Test
    @Source(APPLY + "#field-management")
    void recordsWhoManagesWhat() {
        applied(configMap("c", "a", "1"), "one");
        ConfigMap read = client.configMaps().withName("c").get();
        assertThat(read.getMetadata().getManagedFields()).singleElement().satisfies(entry -> {
            assertThat(entry.getManager()).isEqualTo("one");
            assertThat(entry.getOperation()).isEqualTo("Apply");
            assertThat(entry.getFieldsV1().getAdditionalProperties()).containsKey("f:data");
        });
    }

    @Test
    @Source(APPLY + "#shared-field-owners")
    void sharedFieldsStayUntilTheLastOwnerDropsThem() {
        applied(configMap("c", "a", "1"), "one");
        applied(configMap("c", "a", "1"), "two");
        assertThat(applied(configMap("c", "b", "1"), "one").getData()).containsKey("a");
        assertThat(applied(configMap("c", "b", "1"), "two").getData()).doesNotContainKey("a");
    }
}
