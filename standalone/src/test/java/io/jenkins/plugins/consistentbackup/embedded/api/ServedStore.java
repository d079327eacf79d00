package io.jenkins.plugins.consistentbackup.embedded.api;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.store.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A store that is served, with the namespace shop, and the real fabric8 client in front of it. As an extension of a test
 * class each test has one of its own.
 */
final class ServedStore implements AutoCloseable, AfterEachCallback {

    static final String NAMESPACE = "shop";

    static final ResourceDefinitionContext SNAPSHOTS = new ResourceDefinitionContext.Builder()
            .withGroup("snapshot.storage.k8s.io")
            .withVersion("v1")
            .withKind("VolumeSnapshot")
            .withPlural("volumesnapshots")
            .withNamespaced(true)
            .build();

    private final ObjectStore store;
    private final ApiServer server;
    private final List<KubernetesClient> clients = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServedStore(StoreOptions storeOptions, ApiServerOptions options) throws IOException {
        store = new ObjectStore(storeOptions);
        store.createNamespace(NAMESPACE);
        server = ApiServer.start(store, options);
    }

    /** Without TLS, so that {@link #raw} works. */
    static ServedStore plain() {
        try {
            return start(StoreOptions.DEFAULTS, ApiServerOptions.DEFAULTS.withPlainHttp());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ServedStore start() throws IOException {
        return start(StoreOptions.DEFAULTS, ApiServerOptions.DEFAULTS);
    }

    static ServedStore start(StoreOptions storeOptions, ApiServerOptions options) throws IOException {
        return new ServedStore(storeOptions, options);
    }

    ObjectStore store() {
        return store;
    }

    ApiServer server() {
        return server;
    }

    /** A client that may do everything. */
    KubernetesClient admin() {
        return clientOf(server.tokens().admin());
    }

    /** A client with this token, from a kubeconfig as a user would have it. */
    KubernetesClient clientOf(String token) {
        Config config = Config.fromKubeconfig(server.kubeconfig(token, NAMESPACE));
        config.setRequestRetryBackoffLimit(0);
        config.setWatchReconnectLimit(0);
        config.setRequestTimeout(20_000);
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new OkHttpClientFactory())
                .build();
        clients.add(client);
        return client;
    }

    /** A request that no client library has touched. Needs a server without TLS. */
    HttpResponse<String> raw(String method, String path, String contentType, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + server.tokens().admin())
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The code and reason of a refusal, such as {@code 409 Conflict}; or none. */
    static String refusal(Runnable action) {
        try {
            action.run();
            return "none";
        } catch (KubernetesClientException e) {
            return e.getCode()
                    + (e.getStatus() == null ? "" : " " + e.getStatus().getReason());
        }
    }

    static PersistentVolumeClaim claim(String name, String app) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .addToLabels("app", app)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    /** A pod with the containers db and side, and a status that a POST must not keep. */
    static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .addNewContainer()
                .withName("db")
                .withImage("postgres:15")
                .endContainer()
                .addNewContainer()
                .withName("side")
                .withImage("busybox")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }

    static ConfigMap configMap(String name, String key, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .addToData(key, value)
                .build();
    }

    static GenericKubernetesResource snapshot(String name, String claim, Map<String, String> labels) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("snapshot.storage.k8s.io/v1")
                .withKind("VolumeSnapshot")
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withLabels(labels)
                .endMetadata()
                .addToAdditionalProperties(
                        "spec",
                        new HashMap<>(Map.of(
                                "volumeSnapshotClassName",
                                "csi",
                                "source",
                                new HashMap<>(Map.of("persistentVolumeClaimName", claim)))))
                .build();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close();
    }

    @Override
    public void close() {
        clients.forEach(KubernetesClient::close);
        server.close();
        store.close();
    }
}
