package io.jenkins.plugins.consistentbackup.embedded.api;

import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.NAMESPACE;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.SNAPSHOTS;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.claim;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.configMap;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.refusal;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatusBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Types have their own rules, versions and subresources as in Kubernetes, through the real fabric8 client. */
@ExtendWith(ConformanceTable.class)
class TypesConformanceTest {
    private static final String VALIDATION = "pkg/apis/core/validation/validation.go";

    @RegisterExtension
    final ServedStore cluster = ServedStore.plain();

    private final KubernetesClient client = cluster.admin();

    @Test
    @Source("pkg/registry/coordination/lease/strategy.go AllowUnconditionalUpdate")
    void refusesLeasesWithoutVersion() throws Exception {
        String lease = """
            {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"l"},
             "spec":{"holderIdentity":"x","leaseDurationSeconds":10}}\
            """;
        String path = "/apis/coordination.k8s.io/v1/namespaces/shop/leases";
        assertThat(cluster.raw("POST", path, "application/json", lease).statusCode())
                .isEqualTo(201);
        assertThat(cluster.raw("PUT", path + "/l", "application/json", lease).statusCode())
                .isEqualTo(422);
    }

    @Test
    @Source(
            "kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#status-subresource")
    void statusIsWrittenThroughItsSubresourceAlone() {
        var snapshots = client.genericKubernetesResources(SNAPSHOTS).inNamespace(NAMESPACE);
        GenericKubernetesResource made =
                snapshots.resource(snapshot("s1", "a1", Map.of())).create();
        made.setAdditionalProperty("status", new HashMap<>(Map.of("readyToUse", true)));
        made.<Map<String, Object>>get("spec").put("volumeSnapshotClassName", "other");
        snapshots.resource(made).updateStatus();
        GenericKubernetesResource read = snapshots.withName("s1").get();
        assertThat(read.<Boolean>get("status", "readyToUse")).isTrue();
        assertThat(read.<String>get("spec", "volumeSnapshotClassName")).isEqualTo("csi");
        read.setAdditionalProperty("status", new HashMap<>(Map.of("readyToUse", false)));
        snapshots.resource(read).update();
        assertThat(snapshots.withName("s1").get().<Boolean>get("status", "readyToUse"))
                .isTrue();
    }

    @Test
    @Source("pkg/registry/core/persistentvolumeclaim/strategy.go PrepareForUpdate")
    void putLeavesStatusOfBuiltInTypesAlone() {
        PersistentVolumeClaim made =
                client.persistentVolumeClaims().resource(claim("a1", "a")).create();
        made.setStatus(
                new PersistentVolumeClaimStatusBuilder().withPhase("Bound").build());
        client.persistentVolumeClaims().resource(made).update();
        assertThat(client.persistentVolumeClaims()
                        .withName("a1")
                        .get()
                        .getStatus()
                        .getPhase())
                .isEqualTo("Pending");
    }

    @Test
    @Source(VALIDATION + " ValidatePersistentVolumeClaimUpdate")
    void claimsStayAsTheyWereAskedFor() {
        client.persistentVolumeClaims().resource(claim("a1", "a")).create();
        var patched = client.persistentVolumeClaims().withName("a1");
        assertThat(refusal(() -> patched.patch(
                        PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"accessModes\":[\"ReadWriteMany\"]}}")))
                .isEqualTo("422 Invalid");
        patched.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"volumeName\":\"v1\"}}");
        assertThat(refusal(() ->
                        patched.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"volumeName\":\"v2\"}}")))
                .isEqualTo("422 Invalid");
    }

    @Test
    @Source("kubernetes-csi/external-snapshotter client/config/crd/snapshot.storage.k8s.io_volumesnapshots.yaml")
    void snapshotsKeepTheirSource() {
        var snapshots = client.genericKubernetesResources(SNAPSHOTS).inNamespace(NAMESPACE);
        snapshots.resource(snapshot("s1", "a1", Map.of())).create();
        assertThat(refusal(() -> snapshots
                        .withName("s1")
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"spec\":{\"source\":{\"persistentVolumeClaimName\":\"a2\"}}}")))
                .isEqualTo("422 Invalid");
    }

    @Test
    @Source("kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable")
    void immutableConfigMapsStay() {
        ConfigMap fixed = configMap("c", "k", "v");
        fixed.setImmutable(true);
        client.configMaps().resource(fixed).create();
        for (String change : List.of("{\"data\":{\"k\":\"w\"}}", "{\"immutable\":false}")) {
            assertThat(refusal(() ->
                            client.configMaps().withName("c").patch(PatchContext.of(PatchType.JSON_MERGE), change)))
                    .isEqualTo("422 Invalid");
        }
        client.configMaps()
                .withName("c")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    }

    @Test
    @Source("pkg/apis/apps/validation/validation.go ValidateStatefulSetUpdate")
    void statefulSetsKeepTheirClaimTemplates() throws Exception {
        String set = """
            {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db"},"spec":{"serviceName":"db",
             "selector":{"matchLabels":{"app":"db"}},"template":{"metadata":{"labels":{"app":"db"}},
             "spec":{"containers":[{"name":"db","image":"postgres"}]}}}}\
            """;
        String path = "/apis/apps/v1/namespaces/shop/statefulsets";
        var made = cluster.raw("POST", path, "application/json", set);
        assertThat(made.body()).contains("\"replicas\":1", "\"podManagementPolicy\":\"OrderedReady\"");
        String merge = "application/merge-patch+json";
        assertThat(cluster.raw("PATCH", path + "/db", merge, "{\"spec\":{\"replicas\":0}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(cluster.raw("PATCH", path + "/db", merge, "{\"spec\":{\"serviceName\":\"x\"}}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    @Source("kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/ (scale)")
    void scalesThroughTheSubresource() throws Exception {
        statefulSetsKeepTheirClaimTemplates();
        client.apps().statefulSets().withName("db").scale(3);
        assertThat(client.apps().statefulSets().withName("db").get().getSpec().getReplicas())
                .isEqualTo(3);
        assertThat(client.apps().statefulSets().withName("db").scale().getSpec().getReplicas())
                .isEqualTo(3);
    }

    @Test
    @Source("kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/")
    void servesTypesThatDefinitionsAdd() throws Exception {
        client.resource(new CustomResourceDefinitionBuilder()
                        .withNewMetadata()
                        .withName("things.example.org")
                        .endMetadata()
                        .withNewSpec()
                        .withGroup("example.org")
                        .withScope("Namespaced")
                        .withNewNames()
                        .withPlural("things")
                        .withKind("Thing")
                        .endNames()
                        .addNewVersion()
                        .withName("v1")
                        .withServed(true)
                        .withStorage(true)
                        .endVersion()
                        .endSpec()
                        .build())
                .create();
        assertThat(client.supports("example.org/v1", "Thing")).isTrue();
        assertThat(cluster.raw(
                                "POST",
                                "/apis/example.org/v1/namespaces/shop/things",
                                "application/json",
                                "{\"apiVersion\":\"example.org/v1\",\"kind\":\"Thing\",\"metadata\":{\"name\":\"t\"}}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    @Source("kubernetes.io/docs/reference/using-api/#api-groups")
    void tellsItsTypesAndVersion() {
        assertThat(client.supports("snapshot.storage.k8s.io/v1", "VolumeSnapshot"))
                .isTrue();
        assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
    }

    @Test
    @Source("kubernetes.io/docs/reference/using-api/deprecation-policy/ (one object, several versions)")
    void groupSnapshotsAreTheSameInEveryVersion() throws Exception {
        String body = """
            {"apiVersion":"groupsnapshot.storage.k8s.io/v1beta2","kind":"VolumeGroupSnapshot",
             "metadata":{"name":"g"},"spec":{"source":{"selector":{"matchLabels":{"set":"1"}}}}}\
            """;
        String path = "/apis/groupsnapshot.storage.k8s.io/%s/namespaces/shop/volumegroupsnapshots";
        assertThat(cluster.raw("POST", path.formatted("v1beta2"), "application/json", body)
                        .statusCode())
                .isEqualTo(201);
        assertThat(cluster.raw("GET", path.formatted("v1") + "/g", null, null).body())
                .contains("\"apiVersion\":\"groupsnapshot.storage.k8s.io/v1\"");
    }
}
