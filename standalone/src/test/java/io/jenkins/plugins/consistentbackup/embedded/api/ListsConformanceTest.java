package io.jenkins.plugins.consistentbackup.embedded.api;

import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.claim;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.pod;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lists are selected and paged as Kubernetes does it, through the real fabric8 client. */
@ExtendWith(ConformanceTable.class)
class ListsConformanceTest {
    private static final String CONCEPTS = "kubernetes.io/docs/reference/using-api/api-concepts/";
    private static final String LABELS = "kubernetes.io/docs/concepts/overview/working-with-objects/labels/";
    private static final String FIELDS = "kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/";

    @RegisterExtension
    final ServedStore cluster = ServedStore.plain();

    private final KubernetesClient client = cluster.admin();

    private void createClaims() {
        for (String name : List.of("a1", "a2", "a3", "a4")) {
            client.persistentVolumeClaims().resource(claim(name, "a")).create();
        }
        for (String name : List.of("b1", "b2", "b3")) {
            client.persistentVolumeClaims().resource(claim(name, "b")).create();
        }
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
}
