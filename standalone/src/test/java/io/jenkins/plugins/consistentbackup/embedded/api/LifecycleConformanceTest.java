package io.jenkins.plugins.consistentbackup.embedded.api;

import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.NAMESPACE;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.SNAPSHOTS;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.claim;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.configMap;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.pod;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.refusal;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.consistentbackup.embedded.api.store.StoreOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Objects go as they do in Kubernetes: with finalizers, owners, grace and preconditions. */
@ExtendWith(ConformanceTable.class)
class LifecycleConformanceTest {

    private static final String GARBAGE = "kubernetes.io/docs/concepts/architecture/garbage-collection/";
    private static final String FINALIZERS = "kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/";

    @RegisterExtension
    final ServedStore cluster = ServedStore.plain();

    private final KubernetesClient client = cluster.admin();

    @Test
    @Source(FINALIZERS)
    void finalizersKeepAnObjectUntilTheyAreGone() {
        var snapshots = client.genericKubernetesResources(SNAPSHOTS).inNamespace(NAMESPACE);
        GenericKubernetesResource held = snapshot("s1", "a1", Map.of());
        held.getMetadata().setFinalizers(List.of("snapshot.storage.kubernetes.io/volumesnapshot-bound-protection"));
        snapshots.resource(held).create();
        snapshots.withName("s1").delete();
        assertThat(snapshots.withName("s1").get().getMetadata().getDeletionTimestamp())
                .isNotNull();
        snapshots.withName("s1").edit(found -> {
            found.getMetadata().setFinalizers(null);
            return found;
        });
        assertThat(snapshots.withName("s1").get()).isNull();
    }

    @Test
    @Source("k8s.io/apimachinery pkg/api/validation/objectmeta.go ValidateObjectMetaUpdate")
    void nothingNewMayHoldWhatIsBeingDeleted() {
        ConfigMap held = configMap("c", "k", "v");
        held.getMetadata().setFinalizers(List.of("example.org/a"));
        client.configMaps().resource(held).create();
        client.configMaps().withName("c").delete();
        assertThat(refusal(() -> client.configMaps().withName("c").edit(found -> {
                    found.getMetadata().setFinalizers(List.of("example.org/a", "example.org/b"));
                    return found;
                })))
                .isEqualTo("422 Invalid");
    }

    @Test
    @Source("kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/ (preconditions)")
    void deletesOnlyTheObjectThatIsMeant() throws Exception {
        client.persistentVolumeClaims().resource(claim("a1", "a")).create();
        String path = "/api/v1/namespaces/shop/persistentvolumeclaims/a1";
        for (String precondition : List.of("{\"uid\":\"other\"}", "{\"resourceVersion\":\"1\"}")) {
            String options =
                    "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":" + precondition + "}";
            assertThat(cluster.raw("DELETE", path, "application/json", options).statusCode())
                    .isEqualTo(409);
        }
        assertThat(client.persistentVolumeClaims().withName("a1").get()).isNotNull();
    }

    private void createOwnerAndChild() {
        ConfigMap owner =
                client.configMaps().resource(configMap("owner", "k", "v")).create();
        ConfigMap child = configMap("child", "k", "v");
        child.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("owner")
                        .withUid(owner.getMetadata().getUid())
                        .withBlockOwnerDeletion(true)
                        .build()));
        client.configMaps().resource(child).create();
    }

    private boolean isThere(String name) {
        return client.configMaps().withName(name).get() != null;
    }

    @Test
    @Source(GARBAGE + "#background-deletion")
    void whatIsOwnedGoesWithItsOwner() {
        createOwnerAndChild();
        client.configMaps().withName("owner").delete();
        await().until(() -> !isThere("child"));
        assertThat(isThere("owner")).isFalse();
    }

    @Test
    @Source(GARBAGE + "#foreground-deletion")
    void ownersWaitForWhatTheyOwnInTheForeground() {
        createOwnerAndChild();
        client.configMaps().withName("child").edit(found -> {
            found.getMetadata().setFinalizers(List.of("example.org/hold"));
            return found;
        });
        client.configMaps()
                .withName("owner")
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        await().until(() ->
                client.configMaps().withName("child").get().getMetadata().getDeletionTimestamp() != null);
        assertThat(isThere("owner")).isTrue();
        client.configMaps().withName("child").edit(found -> {
            found.getMetadata().setFinalizers(null);
            return found;
        });
        await().until(() -> !isThere("owner"));
    }

    @Test
    @Source(GARBAGE + "#orphaned-dependents")
    void orphansStay() {
        createOwnerAndChild();
        client.configMaps()
                .withName("owner")
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        await().until(() -> !isThere("owner"));
        assertThat(client.configMaps().withName("child").get().getMetadata().getOwnerReferences())
                .isEmpty();
    }

    @Test
    @Source("kubernetes.io/docs/reference/using-api/api-concepts/#api-verbs (deletecollection)")
    void deletesCollectionsByLabel() {
        for (String name : List.of("a1", "a2", "b1")) {
            client.persistentVolumeClaims()
                    .resource(claim(name, name.substring(0, 1)))
                    .create();
        }
        client.persistentVolumeClaims().withLabel("app", "a").delete();
        assertThat(client.persistentVolumeClaims().list().getItems())
                .extracting(c -> c.getMetadata().getName())
                .containsExactly("b1");
    }

    @Test
    @Source("kubernetes.io/docs/tasks/administer-cluster/namespaces/#deleting-a-namespace")
    void namespacesGoWithTheirContentAndTakeNothingNew() {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("brief")
                        .endMetadata()
                        .build())
                .create();
        ConfigMap held = configMap("c", "k", "v");
        held.getMetadata().setNamespace("brief");
        held.getMetadata().setFinalizers(List.of("example.org/hold"));
        client.configMaps().inNamespace("brief").resource(held).create();
        client.namespaces().withName("brief").delete();
        ConfigMap late = configMap("late", "k", "v");
        late.getMetadata().setNamespace("brief");
        assertThat(refusal(() ->
                        client.configMaps().inNamespace("brief").resource(late).create()))
                .isEqualTo("403 Forbidden");
        assertThat(client.namespaces().withName("brief").get().getStatus().getPhase())
                .isEqualTo("Terminating");
        await().until(() -> client.configMaps()
                        .inNamespace("brief")
                        .withName("c")
                        .get()
                        .getMetadata()
                        .getDeletionTimestamp()
                != null);
        client.configMaps().inNamespace("brief").withName("c").edit(found -> {
            found.getMetadata().setFinalizers(null);
            return found;
        });
        await().until(() -> client.namespaces().withName("brief").get() == null);
    }

    @Test
    @Source("kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination")
    void podsOnANodeStayUntilTheNodeLetsThemGo() {
        client.pods().resource(pod("p1")).create();
        client.pods().withName("p1").delete();
        var leaving = client.pods().withName("p1").get().getMetadata();
        assertThat(leaving.getDeletionTimestamp()).isNotNull();
        assertThat(leaving.getDeletionGracePeriodSeconds()).isEqualTo(30);
        client.pods().withName("p1").withGracePeriod(0).delete();
        assertThat(client.pods().withName("p1").get()).isNull();
    }

    @Test
    @Source("pkg/registry/core/pod/strategy.go CheckGracefulDelete")
    void podsWithoutANodeGoAtOnce() {
        var unscheduled = pod("p1");
        unscheduled.getSpec().setNodeName(null);
        client.pods().resource(unscheduled).create();
        client.pods().withName("p1").delete();
        assertThat(client.pods().withName("p1").get()).isNull();
    }

    @Test
    @Source("kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection")
    void storageIsProtectedWhereAControllerLetsItGo() throws IOException {
        try (ServedStore other =
                ServedStore.start(StoreOptions.DEFAULTS.withStorageProtection(), ApiServerOptions.DEFAULTS)) {
            other.admin().persistentVolumeClaims().resource(claim("a1", "a")).create();
            assertThat(other.admin()
                            .persistentVolumeClaims()
                            .withName("a1")
                            .get()
                            .getMetadata()
                            .getFinalizers())
                    .containsExactly("kubernetes.io/pvc-protection");
        }
    }
}
