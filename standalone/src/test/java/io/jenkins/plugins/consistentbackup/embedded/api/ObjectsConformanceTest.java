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
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Objects are written and read as Kubernetes does it, through the real fabric8 client. */
@ExtendWith(ConformanceTable.class)
class ObjectsConformanceTest {
    private static final String CONCEPTS = "kubernetes.io/docs/reference/using-api/api-concepts/";
    private static final String STORE = "k8s.io/apiserver pkg/registry/generic/registry/store.go";

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
}
