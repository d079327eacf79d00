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
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimList;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatusBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.StoreOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects are written, read, selected and patched as Kubernetes does it, through the real fabric8 client. */
@ExtendWith(ConformanceTable.class)
class ObjectsConformanceTest {

    private static final String CONCEPTS = "kubernetes.io/docs/reference/using-api/api-concepts/";
    private static final String APPLY = "kubernetes.io/docs/reference/using-api/server-side-apply/";
    private static final String STORE = "k8s.io/apiserver pkg/registry/generic/registry/store.go";
    private static final String LABELS = "kubernetes.io/docs/concepts/overview/working-with-objects/labels/";
    private static final String FIELDS = "kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/";
    private static final String VALIDATION = "pkg/apis/core/validation/validation.go";

    private ServedStore cluster;
    private KubernetesClient client;

    @BeforeEach
    void start() throws IOException {
        cluster = ServedStore.start(StoreOptions.DEFAULTS, ApiServerOptions.DEFAULTS.withPlainHttp());
        client = cluster.admin();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void createClaims() {
        for (String name : List.of("a1", "a2", "a3", "a4")) {
            client.persistentVolumeClaims().resource(claim(name, "a")).create();
        }
        for (String name : List.of("b1", "b2", "b3")) {
            client.persistentVolumeClaims().resource(claim(name, "b")).create();
        }
    }

    private PersistentVolumeClaim annotate(PersistentVolumeClaim claim, String value) {
        return new PersistentVolumeClaimBuilder(claim)
                .editMetadata()
                .addToAnnotations("note", value)
                .endMetadata()
                .build();
    }

    @Test
    @Source(STORE + " Create")
    void givesNewObjectsUidAndVersion() {
        client.persistentVolumeClaims().resource(claim("a1", "a")).create();
        PersistentVolumeClaim read =
                client.persistentVolumeClaims().withName("a1").get();
        assertThat(read.getMetadata().getUid()).isNotEmpty();
        assertThat(read.getMetadata().getResourceVersion()).isNotEmpty();
        assertThat(read.getStatus().getPhase()).isEqualTo("Pending");
    }

    @Test
    @Source("k8s.io/apiserver pkg/admission/plugin/namespace/lifecycle/admission.go")
    void refusesObjectsInMissingNamespace() {
        PersistentVolumeClaim stray = claim("a1", "a");
        stray.getMetadata().setNamespace("nowhere");
        assertThat(refusal(() -> client.persistentVolumeClaims()
                        .inNamespace("nowhere")
                        .resource(stray)
                        .create()))
                .isEqualTo("404 NotFound");
    }

    @Test
    @Source(CONCEPTS + "#resource-versions")
    void refusesObjectsThatExist() {
        client.configMaps().resource(configMap("c", "k", "v")).create();
        assertThat(refusal(() ->
                        client.configMaps().resource(configMap("c", "k", "v")).create()))
                .isEqualTo("409 AlreadyExists");
    }

    @Test
    @Source(CONCEPTS + "#generated-values")
    void generatesNames() {
        ConfigMap made = client.configMaps()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withGenerateName("backup-")
                        .endMetadata()
                        .build())
                .create();
        assertThat(made.getMetadata().getName()).matches("backup-[bcdfghjklmnpqrstvwxz2456789]{5}");
    }

    @Test
    @Source("kubernetes.io/docs/concepts/overview/working-with-objects/names/")
    void refusesBadNames() {
        assertThat(refusal(() -> client.configMaps()
                        .resource(configMap("Bad_Name", "k", "v"))
                        .create()))
                .isEqualTo("422 Invalid");
    }

    @Test
    @Source(CONCEPTS + "#api-verbs")
    void answersMissingObjectsWithStatus() throws Exception {
        var answer = cluster.raw("GET", "/api/v1/namespaces/shop/configmaps/none", null, null);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .contains("\"reason\":\"NotFound\"", "configmaps \\\"none\\\" not found", "\"kind\":\"Status\"");
    }

    @Test
    @Source("k8s.io/apiserver pkg/endpoints/handlers/responsewriters/errors.go")
    void answersUnknownTypesWith404() throws Exception {
        assertThat(cluster.raw("GET", "/apis/example.org/v1/namespaces/shop/things", null, null)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Source("design.md section 10: what is not modelled answers 501")
    void answersUnmodelledTypesWith501() throws Exception {
        var answer = cluster.raw("GET", "/apis/networking.k8s.io/v1/namespaces/shop/ingresses", null, null);
        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body()).contains("does not model ingresses.networking.k8s.io");
    }

    @Test
    @Source(LABELS + "#label-selectors")
    void selectsByLabels() {
        createClaims();
        var claims = client.persistentVolumeClaims();
        assertThat(claims.withLabel("app", "a").list().getItems()).hasSize(4);
        assertThat(claims.withLabelIn("app", "a", "b").list().getItems()).hasSize(7);
        assertThat(claims.withLabelNotIn("app", "a").list().getItems()).hasSize(3);
        assertThat(claims.withoutLabel("app", "a").list().getItems()).hasSize(3);
        assertThat(claims.withoutLabel("app").list().getItems()).isEmpty();
        assertThat(claims.withLabel("app").list().getItems()).hasSize(7);
    }

    @Test
    @Source(LABELS + "#api")
    void refusesSelectorsThatCannotBeRead() throws Exception {
        assertThat(cluster.raw("GET", "/api/v1/namespaces/shop/pods?labelSelector=a%3D%3D%3Db", null, null)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @Source(FIELDS + "#supported-fields")
    void selectsByFields() {
        client.pods().resource(pod("p1")).create();
        client.pods().resource(pod("p1")).updateStatus();
        assertThat(client.pods().withField("metadata.name", "p1").list().getItems())
                .hasSize(1);
        assertThat(client.pods().withField("spec.nodeName", "node-1").list().getItems())
                .hasSize(1);
        assertThat(client.pods().withField("status.phase", "Running").list().getItems())
                .hasSize(1);
        assertThat(client.pods().withField("status.phase", "Failed").list().getItems())
                .isEmpty();
        assertThat(refusal(() -> client.pods().withField("spec.hostname", "x").list()))
                .startsWith("400");
    }

    @Test
    @Source(CONCEPTS + "#retrieving-large-results-sets-in-chunks")
    void listsPageByPage() {
        createClaims();
        PersistentVolumeClaimList first = client.persistentVolumeClaims()
                .list(new ListOptionsBuilder().withLimit(4L).build());
        assertThat(first.getItems()).hasSize(4);
        assertThat(first.getMetadata().getRemainingItemCount()).isEqualTo(3);
        PersistentVolumeClaimList second = client.persistentVolumeClaims()
                .list(new ListOptionsBuilder()
                        .withLimit(4L)
                        .withContinue(first.getMetadata().getContinue())
                        .build());
        assertThat(second.getItems()).extracting(c -> c.getMetadata().getName()).containsExactly("b1", "b2", "b3");
        assertThat(second.getMetadata().getContinue()).isNullOrEmpty();
    }

    @Test
    @Source("pkg/registry/core/pod/strategy.go PrepareForCreate")
    void dropsStatusOfNewObjects() {
        client.pods().resource(pod("p1")).create();
        assertThat(client.pods().withName("p1").get().getStatus().getPhase()).isEqualTo("Pending");
    }

    @Test
    @Source(CONCEPTS + "#resource-versions")
    void refusesWritesFromOldVersions() {
        PersistentVolumeClaim old =
                client.persistentVolumeClaims().resource(claim("a1", "a")).create();
        client.persistentVolumeClaims().resource(annotate(old, "1")).update();
        assertThat(refusal(() -> client.persistentVolumeClaims()
                        .resource(annotate(old, "2"))
                        .update()))
                .isEqualTo("409 Conflict");
    }

    @Test
    @Source("pkg/registry/coordination/lease/strategy.go AllowUnconditionalUpdate")
    void refusesLeasesWithoutVersion() throws Exception {
        String lease = """
                {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"l"},
                 "spec":{"holderIdentity":"x","leaseDurationSeconds":10}}""";
        String path = "/apis/coordination.k8s.io/v1/namespaces/shop/leases";
        assertThat(cluster.raw("POST", path, "application/json", lease).statusCode())
                .isEqualTo(201);
        assertThat(cluster.raw("PUT", path + "/l", "application/json", lease).statusCode())
                .isEqualTo(422);
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
    @Source("k8s.io/apiextensions-apiserver pkg/registry/customresource/strategy.go")
    void generationCountsChangesOfTheSpecification() {
        var snapshots = client.genericKubernetesResources(SNAPSHOTS).inNamespace(NAMESPACE);
        snapshots.resource(snapshot("s1", "a1", Map.of())).create();
        long before = snapshots.withName("s1").get().getMetadata().getGeneration();
        snapshots.withName("s1").edit(found -> {
            found.getMetadata().setAnnotations(Map.of("note", "1"));
            return found;
        });
        assertThat(snapshots.withName("s1").get().getMetadata().getGeneration()).isEqualTo(before);
        snapshots.withName("s1").edit(found -> {
            found.<Map<String, Object>>get("spec").put("volumeSnapshotClassName", "other");
            return found;
        });
        assertThat(snapshots.withName("s1").get().getMetadata().getGeneration()).isEqualTo(before + 1);
    }

    @Test
    @Source("k8s.io/apiserver pkg/storage/etcd3/store.go GuaranteedUpdate")
    void writesThatChangeNothingKeepTheVersion() {
        ConfigMap made = client.configMaps().resource(configMap("c", "k", "v")).create();
        ConfigMap again = client.configMaps().resource(made).update();
        assertThat(again.getMetadata().getResourceVersion())
                .isEqualTo(made.getMetadata().getResourceVersion());
    }

    @Test
    @Source(CONCEPTS + "#dry-run")
    void dryRunKeepsNothing() throws Exception {
        var answer = cluster.raw(
                "POST",
                "/api/v1/namespaces/shop/configmaps?dryRun=All",
                "application/json",
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"dry\"}}");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(client.configMaps().withName("dry").get()).isNull();
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
                 "spec":{"containers":[{"name":"db","image":"postgres"}]}}}}""";
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
                 "metadata":{"name":"g"},"spec":{"source":{"selector":{"matchLabels":{"set":"1"}}}}}""";
        String path = "/apis/groupsnapshot.storage.k8s.io/%s/namespaces/shop/volumegroupsnapshots";
        assertThat(cluster.raw("POST", path.formatted("v1beta2"), "application/json", body)
                        .statusCode())
                .isEqualTo(201);
        assertThat(cluster.raw("GET", path.formatted("v1") + "/g", null, null).body())
                .contains("\"apiVersion\":\"groupsnapshot.storage.k8s.io/v1\"");
    }
}
