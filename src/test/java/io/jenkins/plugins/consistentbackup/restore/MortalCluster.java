package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A cluster as a process sees it that is killed at a certain write: from then on nothing that it asks reaches anybody,
 * and no answer reaches it.
 */
final class MortalCluster implements Cluster {
    private final Cluster cluster;
    private final int lastWrite;
    private final boolean lastWriteCounts;
    private final AtomicInteger writes = new AtomicInteger();
    private final CompletableFuture<Void> died = new CompletableFuture<>();

    /**
     * @param lastWrite at which write the process dies, from 1
     * @param lastWriteCounts whether that write still reaches the cluster
     */
    MortalCluster(final Cluster cluster, final int lastWrite, final boolean lastWriteCounts) {
        this.cluster = cluster;
        this.lastWrite = lastWrite;
        this.lastWriteCounts = lastWriteCounts;
    }

    /** Completes at the death. */
    CompletableFuture<Void> died() {
        return died;
    }

    int writes() {
        return writes.get();
    }

    private <T> CompletableFuture<T> read(final Supplier<CompletableFuture<T>> request) {
        return died.isDone() ? new CompletableFuture<>() : request.get();
    }

    private <T> CompletableFuture<T> write(final Supplier<CompletableFuture<T>> request) {
        if (died.isDone()) {
            return new CompletableFuture<>();
        }
        if (writes.incrementAndGet() < lastWrite) {
            return request.get();
        }
        if (lastWriteCounts) {
            request.get().whenComplete((answer, failure) -> died.complete(null));
        } else {
            died.complete(null);
        }
        return new CompletableFuture<>();
    }

    @Override
    public String server() {
        return cluster.server();
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Optional<T>> get(
            final Kind<T> kind, final String namespace, final String name) {
        return read(() -> cluster.get(kind, namespace, name));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<List<T>> list(
            final Kind<T> kind, final String namespace, final Map<String, String> labels) {
        return read(() -> cluster.list(kind, namespace, labels));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> create(final Kind<T> kind, final T object) {
        return write(() -> cluster.create(kind, object));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> replace(final Kind<T> kind, final T object) {
        return write(() -> cluster.replace(kind, object));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> patch(
            final Kind<T> kind, final String namespace, final String name, final JsonNode mergePatch) {
        return write(() -> cluster.patch(kind, namespace, name, mergePatch));
    }

    @Override
    public CompletableFuture<Boolean> delete(
            final Kind<?> kind, final String namespace, final String name, final String uid) {
        return write(() -> cluster.delete(kind, namespace, name, uid));
    }

    @Override
    public CompletableFuture<Void> scale(
            final Kind<?> kind, final String namespace, final String name, final int replicas) {
        return write(() -> cluster.scale(kind, namespace, name, replicas));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Feed<T>> feed(final Kind<T> kind, final String namespace) {
        return read(() -> cluster.feed(kind, namespace));
    }

    @Override
    public CompletableFuture<List<String>> servedVersions(final String group, final String plural) {
        return read(() -> cluster.servedVersions(group, plural));
    }

    @Override
    public CompletableFuture<List<Right>> missing(final List<Right> rights) {
        return read(() -> cluster.missing(rights));
    }

    @Override
    public ContainerExec exec() {
        return cluster.exec();
    }

    @Override
    public void close() {}
}
