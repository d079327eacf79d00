package io.jenkins.plugins.consistentbackup.embedded.api;

import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.NAMESPACE;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.SNAPSHOTS;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.configMap;
import static io.jenkins.plugins.consistentbackup.embedded.api.ServedStore.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ResourceObjects;
import io.jenkins.plugins.consistentbackup.embedded.api.store.StoreOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.store.WriteContext;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Watches tell what Kubernetes tells, over WebSocket and over chunked HTTP. */
@ExtendWith(ConformanceTable.class)
@SuppressWarnings("try") // A watch is opened for what its listener sees; nobody calls it.
class WatchConformanceTest {

    private static final String WATCH =
            "kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes";

    private ServedStore cluster;
    private KubernetesClient client;
    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            snapshots;

    @BeforeEach
    void start() throws IOException {
        cluster = ServedStore.start(
                StoreOptions.DEFAULTS.withLogLength(50),
                ApiServerOptions.DEFAULTS.withPlainHttp().withBookmarkInterval(Duration.ofMillis(50)));
        client = cluster.admin();
        snapshots = client.genericKubernetesResources(SNAPSHOTS).inNamespace(NAMESPACE);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    /** Keeps what a watch tells. */
    private static final class Recorder<T extends HasMetadata> implements Watcher<T> {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final List<Long> versions = new CopyOnWriteArrayList<>();
        private final CompletableFuture<WatcherException> closed = new CompletableFuture<>();

        @Override
        public void eventReceived(Action action, T object) {
            versions.add(Long.parseLong(object.getMetadata().getResourceVersion()));
            events.add(action + " " + object.getMetadata().getName());
        }

        @Override
        public void onClose(WatcherException cause) {
            closed.complete(cause);
        }

        void awaitEvents(String... expected) {
            await().untilAsserted(() -> assertThat(events).containsExactly(expected));
        }
    }

    private void label(String name, String value) {
        snapshots.withName(name).edit(found -> {
            found.getMetadata().setLabels(Map.of("set", value));
            return found;
        });
    }

    @Test
    @Source(WATCH)
    void tellsChangesInOrderWithRisingVersions() {
        Recorder<GenericKubernetesResource> seen = new Recorder<>();
        try (Watch watch = snapshots.withLabel("set").watch(seen)) {
            snapshots.resource(snapshot("s1", "a", Map.of("set", "1"))).create();
            label("s1", "2");
            snapshots.withName("s1").delete();
            seen.awaitEvents("ADDED s1", "MODIFIED s1", "DELETED s1");
            assertThat(seen.versions).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    @Source("k8s.io/apiserver pkg/storage/cacher/cache_watcher.go convertToWatchEvent")
    void objectsThatLeaveTheSelectionAreDeletedForTheWatch() {
        snapshots.resource(snapshot("s1", "a", Map.of("set", "1"))).create();
        Recorder<GenericKubernetesResource> seen = new Recorder<>();
        try (Watch watch = snapshots.withLabel("set", "1").watch(seen)) {
            seen.awaitEvents("ADDED s1");
            label("s1", "2");
            label("s1", "1");
            seen.awaitEvents("ADDED s1", "DELETED s1", "ADDED s1");
        }
    }

    @Test
    @Source(WATCH)
    void replaysWhatHappenedSinceAVersion() {
        String version = snapshots.list().getMetadata().getResourceVersion();
        snapshots.resource(snapshot("s1", "a", Map.of())).create();
        snapshots.withName("s1").delete();
        Recorder<GenericKubernetesResource> seen = new Recorder<>();
        try (Watch watch = snapshots.withResourceVersion(version).watch(seen)) {
            seen.awaitEvents("ADDED s1", "DELETED s1");
        }
    }

    @Test
    @Source("kubernetes.io/docs/reference/using-api/api-concepts/#410-gone-responses")
    void saysGoneToVersionsThatAreForgotten() {
        for (int i = 0; i < 60; i++) {
            cluster.store()
                    .create(
                            ResourceType.CONFIG_MAP,
                            NAMESPACE,
                            ResourceObjects.of(ResourceType.CONFIG_MAP, NAMESPACE, "churn-" + i),
                            WriteContext.of("test"));
        }
        Recorder<GenericKubernetesResource> seen = new Recorder<>();
        try (Watch watch = snapshots.withResourceVersion("2").watch(seen)) {
            assertThat(seen.closed)
                    .succeedsWithin(Duration.ofSeconds(10))
                    .satisfies(cause -> assertThat(cause.isHttpGone()).isTrue());
        }
    }

    @Test
    @Source("kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks, #semantics-for-watch")
    void streamsOverPlainHttpWithBookmarksUntilTheTimeIsOver() throws Exception {
        client.configMaps().resource(configMap("c", "k", "v")).create();
        var answer = cluster.raw(
                "GET",
                "/api/v1/namespaces/shop/configmaps?watch=true&timeoutSeconds=1&allowWatchBookmarks=true",
                null,
                null);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines().findFirst().orElseThrow()).contains("\"type\":\"ADDED\"", "\"name\":\"c\"");
        assertThat(answer.body()).contains("\"type\":\"BOOKMARK\"");
    }

    @Test
    @Source("k8s.io/apimachinery pkg/apis/meta/internalversion/validation/validation.go")
    void refusesInitialEventsAsServersWithoutTheFeature() throws Exception {
        assertThat(cluster.raw(
                                "GET",
                                "/api/v1/namespaces/shop/configmaps?watch=true&sendInitialEvents=true"
                                        + "&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
                                null,
                                null)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    @Source("kubernetes.io/docs/reference/using-api/api-concepts/ (list, then watch)")
    void informersSeeWhatChanges() {
        snapshots.resource(snapshot("s1", "a", Map.of())).create();
        try (var informer = snapshots.inform()) {
            await().until(() -> informer.getStore().list().size() == 1);
            snapshots.resource(snapshot("s2", "a", Map.of())).create();
            await().until(() -> informer.getStore().list().size() == 2);
        }
    }

    @Test
    @Source("kubernetes.io/docs/concepts/storage/volume-snapshots/")
    void waitsForASnapshotToBecomeReady() {
        snapshots.resource(snapshot("s1", "a", Map.of())).create();
        CompletableFuture<GenericKubernetesResource> ready = CompletableFuture.supplyAsync(() -> snapshots
                .withName("s1")
                .waitUntilCondition(
                        found -> found != null && Boolean.TRUE.equals(found.get("status", "readyToUse")),
                        10,
                        TimeUnit.SECONDS));
        GenericKubernetesResource found = snapshots.withName("s1").get();
        found.setAdditionalProperty("status", new HashMap<>(Map.of("readyToUse", true)));
        snapshots.resource(found).updateStatus();
        assertThat(ready).succeedsWithin(Duration.ofSeconds(10)).isNotNull();
    }
}
