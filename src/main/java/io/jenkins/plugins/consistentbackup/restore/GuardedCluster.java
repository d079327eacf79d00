package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A cluster that asks for leave before each change. A run that was cancelled, or has lost its Lease, must not change
 * anything more, however far its chain of futures has got. Where a quota forbids to create something, it says what to do.
 */
final class GuardedCluster implements Cluster {
    private final Cluster cluster;
    private final Supplier<CompletableFuture<Void>> leave;

    /**
     * @param cluster where the changes go
     * @param leave asked before each change; a failed future forbids it
     */
    GuardedCluster(final Cluster cluster, final Supplier<CompletableFuture<Void>> leave) {
        this.cluster = cluster;
        this.leave = leave;
    }

    @Override
    public String server() {
        return cluster.server();
    }

    @Override
    public Optional<Instant> serverTime() {
        return cluster.serverTime();
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Optional<T>> get(
            final Kind<T> kind, final String namespace, final String name) {
        return cluster.get(kind, namespace, name);
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<List<T>> list(
            final Kind<T> kind, final String namespace, final Map<String, String> labels) {
        return cluster.list(kind, namespace, labels);
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> create(final Kind<T> kind, final T object) {
        return leave.get().thenCompose(nothing -> cluster.create(kind, object)).exceptionallyCompose(failure -> {
            Throwable cause = Futures.cause(failure);
            return CompletableFuture.failedFuture(
                    Shortage.ofQuota(object, cause).<Throwable>map(why -> why).orElse(cause));
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> replace(final Kind<T> kind, final T object) {
        return leave.get().thenCompose(nothing -> cluster.replace(kind, object));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> patch(
            final Kind<T> kind, final String namespace, final String name, final JsonNode mergePatch) {
        return leave.get().thenCompose(nothing -> cluster.patch(kind, namespace, name, mergePatch));
    }

    @Override
    public CompletableFuture<Boolean> delete(
            final Kind<?> kind,
            final String namespace,
            final String name,
            final String uid,
            final String resourceVersion) {
        return leave.get().thenCompose(nothing -> cluster.delete(kind, namespace, name, uid, resourceVersion));
    }

    @Override
    public CompletableFuture<Void> scale(
            final Kind<?> kind,
            final String namespace,
            final String name,
            final int replicas,
            final String resourceVersion) {
        return leave.get().thenCompose(nothing -> cluster.scale(kind, namespace, name, replicas, resourceVersion));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Feed<T>> feed(final Kind<T> kind, final String namespace) {
        return cluster.feed(kind, namespace);
    }

    @Override
    public CompletableFuture<List<String>> servedVersions(final String group, final String plural) {
        return cluster.servedVersions(group, plural);
    }

    @Override
    public CompletableFuture<List<Right>> missing(final List<Right> rights) {
        return cluster.missing(rights);
    }

    @Override
    public ContainerExec exec() {
        return cluster.exec();
    }

    /** Does nothing: the cluster is its owner's to close. */
    @Override
    public void close() {}
}
