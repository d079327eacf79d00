package io.jenkins.plugins.consistentbackup.embedded.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions;
import io.jenkins.plugins.consistentbackup.embedded.api.store.Subscription;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Short words for what tests of controllers do with a cluster; everything happens in one namespace. */
final class ClusterFixture {
    private static final int PATIENCE_SECONDS = 30;

    private final EmbeddedCluster cluster;
    private final String namespace;

    ClusterFixture(EmbeddedCluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
        cluster.store().createNamespace(namespace);
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
