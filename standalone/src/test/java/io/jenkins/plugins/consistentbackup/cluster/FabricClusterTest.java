package io.jenkins.plugins.consistentbackup.cluster;

import static io.jenkins.plugins.consistentbackup.cluster.ServedCluster.get;
import static io.jenkins.plugins.consistentbackup.cluster.ServedCluster.map;
import static io.jenkins.plugins.consistentbackup.cluster.ServedCluster.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.embedded.api.access.User;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Access to a cluster against the embedded API server, whose own conformance suite says how far it is like a real one. */
class FabricClusterTest {
    @RegisterExtension
    final ServedCluster served = new ServedCluster();

    @Test
    void whatIsOpenWhenTheConnectionIsClosedFailsAsCancelled() throws Exception {
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        try {
            Feed<ConfigMap> feed = get(served.cluster().feed(Kind.CONFIG_MAPS, "shop"));
            CompletableFuture<?> waiting =
                    feed.until(seen -> Optional.empty(), Duration.ofMinutes(5), "something that never comes");
            served.server().close(); // From here on reads are tried again, and the watch too.
            CompletableFuture<?> retrying = served.cluster().list(Kind.PODS, "shop", Map.of());

            served.cluster().close();

            assertThat(reason(waiting)).isEqualTo(Reason.CANCELLED);
            assertThat(reason(retrying)).isEqualTo(Reason.CANCELLED);
            assertThat(reason(served.cluster().list(Kind.PODS, "shop", Map.of())))
                    .isEqualTo(Reason.CANCELLED);
            assertThat(reason(served.cluster().create(Kind.CONFIG_MAPS, map("late", "a"))))
                    .isEqualTo(Reason.CANCELLED);
            assertThat(uncaught).isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    /** The server's certificate is trusted; it is for 127.0.0.1, and 127.1 is another name of that address. */
    @Test
    void serverWithACertificateForAnotherNameGetsNoRequest() throws Exception {
        String token = served.server().tokens().admin();
        String kubeconfig =
                served.server().kubeconfig(token, ServedCluster.NAMESPACE).replace("127.0.0.1", "127.1");
        try (Cluster elsewhere =
                ClusterConnection.open(KubeconfigReader.ofForeignText().read(kubeconfig, null))) {
            assertThatThrownBy(() -> get(elsewhere.create(Kind.CONFIG_MAPS, map("one", "a"))))
                    .hasMessageContaining("127.1")
                    .hasMessageNotContaining(token);
            assertThatThrownBy(() -> get(elsewhere.feed(Kind.CONFIG_MAPS, ServedCluster.NAMESPACE)))
                    .hasMessageContaining("127.1")
                    .hasMessageNotContaining(token);
        }
        assertThat(served.server().requests().total()).isZero();
    }

    @Test
    void objectsAreCreatedReadChangedAndDeleted() throws Exception {
        ConfigMap created = get(served.cluster().create(Kind.CONFIG_MAPS, map("one", "a")));
        assertThat(reason(served.cluster().create(Kind.CONFIG_MAPS, map("one", "b"))))
                .isEqualTo(Reason.ALREADY_EXISTS);

        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("data").put("value", "c");
        ConfigMap changed = get(served.cluster().patch(Kind.CONFIG_MAPS, "shop", "one", patch));
        assertThat(changed.getData()).containsEntry("value", "c");
        assertThat(reason(served.cluster().replace(Kind.CONFIG_MAPS, created)))
                .as("it was changed meanwhile")
                .isEqualTo(Reason.CONFLICT);
        changed.getData().put("value", "d");
        get(served.cluster().replace(Kind.CONFIG_MAPS, changed));
        assertThat(get(served.cluster().get(Kind.CONFIG_MAPS, "shop", "one")))
                .map(ConfigMap::getData)
                .get()
                .isEqualTo(Map.of("value", "d"));

        assertThat(reason(served.cluster().delete(Kind.CONFIG_MAPS, "shop", "one", "another uid")))
                .isEqualTo(Reason.CONFLICT);
        assertThat(get(served.cluster()
                        .delete(
                                Kind.CONFIG_MAPS,
                                "shop",
                                "one",
                                created.getMetadata().getUid())))
                .isTrue();
        assertThat(get(served.cluster().delete(Kind.CONFIG_MAPS, "shop", "one", null)))
                .isFalse();
        assertThat(get(served.cluster().get(Kind.CONFIG_MAPS, "shop", "one"))).isEmpty();
        assertThat(reason(served.cluster().create(Kind.CONFIG_MAPS, map("Not A Name", ""))))
                .isEqualTo(Reason.INVALID);
    }

    @Test
    void listOfManyComesInPagesAndByLabel() throws Exception {
        for (int i = 0; i < 1100; i++) {
            ConfigMap map = map("m" + i, "");
            map.getMetadata().setLabels(Map.of("odd", i % 2 == 1 ? "yes" : "no"));
            get(served.cluster().create(Kind.CONFIG_MAPS, map));
        }
        served.server().requests().reset();

        assertThat(get(served.cluster().list(Kind.CONFIG_MAPS, "shop", Map.of())))
                .hasSize(1100);
        assertThat(served.server().requests().total()).isEqualTo(3);
        assertThat(get(served.cluster().list(Kind.CONFIG_MAPS, "shop", Map.of("odd", "yes"))))
                .hasSize(550);
    }

    @Test
    void readsAreTriedAgainAndWritesAreNot() throws Exception {
        get(served.cluster().create(Kind.CONFIG_MAPS, map("one", "a")));
        for (Fault fault :
                List.of(Fault.unavailable(), Fault.tooManyRequests(1), Fault.cutBefore(), Fault.cutAfter())) {
            served.server().injectFaults(FaultPlan.times(1, request -> true, fault));
            assertThat(get(served.cluster().get(Kind.CONFIG_MAPS, "shop", "one")))
                    .as(fault.toString())
                    .isPresent();
        }
        for (Fault fault : List.of(Fault.unavailable(), Fault.tooManyRequests(1), Fault.cutBefore())) {
            served.server().injectFaults(FaultPlan.times(1, request -> true, fault));
            served.server().requests().reset();
            assertThat(reason(served.cluster().create(Kind.CONFIG_MAPS, map("two", "b"))))
                    .isNotNull();
            assertThat(served.server().requests().total()).as(fault.toString()).isEqualTo(1);
        }
        served.server().injectFaults(FaultPlan.NONE);
        assertThat(get(served.cluster().get(Kind.CONFIG_MAPS, "shop", "two"))).isEmpty();
    }

    @Test
    void silentServerIsGivenUp() throws Exception {
        served.server().injectFaults(request -> Fault.stall(new CompletableFuture<>(), Duration.ofSeconds(60)));

        try (Cluster hasty = served.connect(served.server().tokens().admin(), Duration.ofSeconds(1))) {
            assertThat(reason(hasty.create(Kind.CONFIG_MAPS, map("one", "a")))).isEqualTo(Reason.TIMEOUT);
        }
    }

    @Test
    void forbiddenNamesVerbAndResource() throws Exception {
        try (Cluster nobody = served.connect(served.server().tokens().issue(User.serviceAccount("shop", "nobody")))) {
            assertThatThrownBy(() -> get(nobody.list(Kind.CLAIMS, "shop", Map.of())))
                    .hasRootCauseInstanceOf(ClusterException.class)
                    .hasMessageContaining("HTTP 403")
                    .hasMessageContaining("list persistentvolumeclaims in namespace shop");
            List<Right> rights =
                    List.of(new Right("create", "", "pods/exec", "shop"), new Right("get", "", "pods", ""));
            assertThat(get(nobody.missing(rights))).isEqualTo(rights);
            assertThat(reason(nobody.feed(Kind.PODS, "shop"))).isEqualTo(Reason.FORBIDDEN);
        }
        assertThat(get(served.cluster().missing(List.of(new Right("create", "", "pods/exec", "shop")))))
                .isEmpty();
        try (Cluster stranger = served.connect("no such token")) {
            assertThat(reason(stranger.get(Kind.PODS, "shop", "x"))).isEqualTo(Reason.UNAUTHORIZED);
        }
    }

    @Test
    void servedVersionsAreFoundNewestFirst() throws Exception {
        assertThat(get(served.cluster().servedVersions("snapshot.storage.k8s.io", "volumesnapshots")))
                .containsExactly("v1");
        assertThat(get(served.cluster().servedVersions("no.such.group", "things")))
                .isEmpty();
        assertThat(get(served.cluster().servedVersions("", "pods"))).containsExactly("v1");
    }
}
