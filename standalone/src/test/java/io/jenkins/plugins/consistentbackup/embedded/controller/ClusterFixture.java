package io.jenkins.plugins.consistentbackup.embedded.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.consistentbackup.embedded.ClusterOptions;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.store.Subscription;
import io.jenkins.plugins.consistentbackup.embedded.controller.workload.Pods;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.embedded.storage.VolumeDriver;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster for the tests of a class, and short words for what tests of controllers do with it. Each test has a namespace
 * of its own, in which everything happens.
 */
final class ClusterFixture implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    /** Of pods. */
    static final Predicate<ObjectNode> READY = Pods::isReady;

    private static final int PATIENCE_SECONDS = 30;

    private final String waitingClass;
    private EmbeddedCluster cluster;
    private KubernetesClient client;
    private String namespace;

    /** @param waitingClass the storage class whose volumes are made at first use */
    ClusterFixture(String waitingClass) {
        this.waitingClass = waitingClass;
    }

    @Override
    public void beforeAll(ExtensionContext tests) {
        cluster = EmbeddedCluster.start(
                ClusterOptions.defaults().withPlainDirectories().withWaitForFirstConsumer(waitingClass));
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        namespace = "ns-" + UUID.randomUUID();
        cluster.store().createNamespace(namespace);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        driver().settings().reset();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        client.close();
        cluster.close();
    }

    /** Of snapshots of the atomic class. */
    VolumeDriver driver() {
        return cluster.driver(Storage.ATOMIC);
    }

    KubernetesClient client() {
        return client;
    }

    String namespace() {
        return namespace;
    }

    EmbeddedCluster cluster() {
        return cluster;
    }

    /** Applies a manifest in which {@code NAMESPACE} stands for the namespace. */
    void apply(String yaml) {
        cluster.applyYaml(yaml.replace("NAMESPACE", namespace));
    }

    void claim(String name, String more) {
        apply("""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: %s, namespace: NAMESPACE, labels: {set: %s}}
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Mi}}
            %s
            """.formatted(name, name.replaceFirst("-.*", ""), more.indent(2)));
    }

    void snapshot(String name, String claim) {
        apply("""
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshot
            metadata: {name: %s, namespace: NAMESPACE}
            spec: {source: {persistentVolumeClaimName: %s}}
            """.formatted(name, claim));
    }

    ObjectNode await(ResourceType type, String name, Predicate<ObjectNode> condition) throws Exception {
        return cluster.when(type, type.namespaced() ? namespace : "", name, condition)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    ObjectNode awaitBound(String claim) throws Exception {
        return await(ResourceType.PERSISTENT_VOLUME_CLAIM, claim, is("/status/phase", "Bound"));
    }

    ObjectNode awaitReady(String snapshot) throws Exception {
        return await(ResourceType.VOLUME_SNAPSHOT, snapshot, is("/status/readyToUse", "true"));
    }

    /** Waits for an event with this reason about an object of this name; returns its message. */
    String awaitEvent(String about, String reason) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Subscription watch = cluster.store().watch(ResourceType.EVENT, null, change -> {
            if (Json.text(change.object(), "/involvedObject/name").equals(about)
                    && Json.text(change.object(), "/reason").equals(reason)) {
                seen.complete(Json.text(change.object(), "/message"));
            }
        });
        try {
            return seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            watch.close();
        }
    }

    void awaitGone(ResourceType type, String name) throws Exception {
        cluster.whenGone(type, type.namespaced() ? namespace : "", name).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    ObjectNode get(ResourceType type, String name) {
        return cluster.store().get(type, type.namespaced() ? namespace : "", name);
    }

    List<ObjectNode> list(ResourceType type) {
        return cluster.store().list(type, type.namespaced() ? namespace : null, Selector.everything());
    }

    void delete(ResourceType type, String name) {
        cluster.store().delete(type, type.namespaced() ? namespace : "", name, DeleteOptions.DEFAULTS);
    }

    void edit(ResourceType type, String name, Consumer<ObjectNode> change) {
        cluster.store().edit(type, type.namespaced() ? namespace : "", name, object -> {
            change.accept(object);
            return object;
        });
    }

    static Predicate<ObjectNode> is(String path, String value) {
        return object -> Json.text(object, path).equals(value);
    }
}
