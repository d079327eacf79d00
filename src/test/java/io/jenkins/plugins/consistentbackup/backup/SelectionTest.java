package io.jenkins.plugins.consistentbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which pods and containers a request means, and what it says when it means none. */
class SelectionTest {
    @Test
    void namespaceWithoutPodsIsRefused() {
        assertThatThrownBy(() -> PodSelection.of(inventory(), request()))
                .hasMessageContaining("namespace shop has no running pod");
    }

    @Test
    void selectorThatMatchesNothingNamesThePodsThatThereAre() {
        assertThatThrownBy(() -> PodSelection.of(
                        inventory(pod("db-0", "mariadb:11", "data")), request().withSelector(Map.of("app", "x"))))
                .hasMessageContaining("no pod of namespace shop matches the selector {app=x}; its pods are db-0");
    }

    @Test
    void workloadThatDoesNotExistNamesThoseThatDo() {
        assertThatThrownBy(() -> PodSelection.of(
                        inventory(pod("db-0", "mariadb:11", "data")),
                        request().withWorkloads(List.of("statefulset/pg"))))
                .hasMessageContaining("no running pod of statefulset/pg")
                .hasMessageContaining("statefulset/db");
    }

    @Test
    void podsWithoutClaimsAreNotMeant() {
        assertThat(PodSelection.of(inventory(pod("db-0", "mariadb:11", "data"), pod("web-0", "nginx")), request()))
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly("db-0");
        assertThatThrownBy(() -> PodSelection.of(inventory(pod("web-0", "nginx")), request()))
                .hasMessageContaining("there is nothing to back up");
    }

    @Test
    void podThatIsNotReadyIsNeverSkipped() {
        Pod waiting = new PodBuilder(pod("db-1", "mariadb:11", "data-1"))
                .editStatus()
                .withPhase("Pending")
                .addNewContainerStatus()
                .withName("main")
                .withNewState()
                .withNewWaiting()
                .withReason("ImagePullBackOff")
                .endWaiting()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();

        assertThatThrownBy(() -> PodSelection.of(inventory(pod("db-0", "mariadb:11", "data"), waiting), request()))
                .hasMessageContaining("pod shop/db-1 is not running (phase Pending, container main: ImagePullBackOff)");
    }

    @Test
    void podOfAReplicaSetBelongsToItsDeployment() {
        Pod pod = new PodBuilder(pod("web-abc-1", "mariadb:11", "data"))
                .editMetadata()
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withKind("ReplicaSet")
                        .withName("web-abc")
                        .withController(true)
                        .build())
                .endMetadata()
                .build();
        Inventory inventory = new Inventory(
                "shop",
                List.of(pod),
                List.of(),
                List.of(),
                List.of(),
                List.of(new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withName("web-abc")
                        .addNewOwnerReference()
                        .withKind("Deployment")
                        .withName("web")
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .build()),
                List.of());

        assertThat(inventory.workloadOf(pod)).hasToString("deployment/web");
    }

    @Test
    void imageThatNoTemplateFitsIsRefusedWithTheContainersName() {
        assertThatThrownBy(() -> choose(request(), pod("x-0", "example.org/unknown:1", "data")))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("shop/x-0 (main)")
                .hasMessageContaining("unknown");
    }

    @Test
    void templateNamedForNobodyIsRefused() {
        assertThatThrownBy(() -> choose(
                        request().withTemplates(Map.of("sidecar", "files", "statefulset/db", "mariadb")),
                        pod("db-0", "mariadb:11", "data")))
                .hasMessageContaining("a template is named for 'sidecar'");
    }

    @Test
    void parameterThatNoTemplateDeclaresIsRefused() {
        assertThatThrownBy(() -> choose(
                        request().withParameters(Map.of("NO_SUCH_THING", "1")), pod("db-0", "mariadb:11", "data")))
                .hasMessageContaining("parameter NO_SUCH_THING is declared by none of the templates in use");
    }

    @Test
    void sideContainerIsNoBusinessOfOurs() {
        Pod pod = new PodBuilder(pod("db-0", "mariadb:11", "data"))
                .editSpec()
                .addToContainers(new ContainerBuilder()
                        .withName("exporter")
                        .withImage("example.org/exporter")
                        .addNewVolumeMount()
                        .withName("data")
                        .withMountPath("/data")
                        .endVolumeMount()
                        .build())
                .endSpec()
                .build();

        assertThat(choose(request(), pod)).extracting(SelectedContainer::name).containsExactly("main");
    }

    @Test
    void excludedClaimIsNotCut() {
        assertThat(choose(request().withoutClaims(List.of("cache")), pod("db-0", "mariadb:11", "data", "cache")))
                .singleElement()
                .satisfies(container -> assertThat(container.mounts())
                        .extracting(SelectedContainer.ClaimMount::claim)
                        .containsExactly("data"));
    }

    private static List<SelectedContainer> choose(final BackupRequest request, final Pod... pods) {
        return TemplateChoice.of(inventory(pods), List.of(pods), TemplateLibrary.builtIn(), request);
    }

    private static BackupRequest request() {
        return BackupRequest.in("shop");
    }

    private static Inventory inventory(final Pod... pods) {
        return new Inventory(
                "shop",
                List.of(pods),
                List.of(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("data")
                        .endMetadata()
                        .build()),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Pod pod(final String name, final String image, final String... claims) {
        ContainerBuilder container = new ContainerBuilder().withName("main").withImage(image);
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .withUid("uid-" + name)
                .addNewOwnerReference()
                .withKind("StatefulSet")
                .withName(name.substring(0, name.lastIndexOf('-')))
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus();
        for (String claim : claims) {
            container
                    .addNewVolumeMount()
                    .withName(claim)
                    .withMountPath("/" + claim)
                    .endVolumeMount();
            pod.editSpec()
                    .addNewVolume()
                    .withName(claim)
                    .withNewPersistentVolumeClaim()
                    .withClaimName(claim)
                    .endPersistentVolumeClaim()
                    .endVolume()
                    .endSpec();
        }
        return pod.editSpec().addToContainers(container.build()).endSpec().build();
    }
}
