package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The objects of one kind of the fake cluster, and who waits for them to look otherwise. All on the cluster's thread. */
final class FakeFeed<T extends HasMetadata> implements Feed<T> {
    private final FakeObjects objects;
    private final Kind<T> kind;
    private final String namespace;
    private final Executor thread;
    private final List<Wait<T, ?>> waits = new ArrayList<>();

    FakeFeed(final FakeObjects objects, final Kind<T> kind, final String namespace, final Executor thread) {
        this.objects = objects;
        this.kind = kind;
        this.namespace = namespace;
        this.thread = thread;
    }

    private record Wait<T, R>(Function<Map<String, T>, Optional<R>> decide, CompletableFuture<R> result) {
        void look(final Map<String, T> seen) {
            try {
                decide.apply(seen).ifPresent(result::complete);
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        }
    }

    /** Something may have changed. */
    void look() {
        waits.removeIf(wait -> wait.result().isDone());
        if (!waits.isEmpty()) {
            Map<String, T> seen = objects();
            waits.forEach(wait -> wait.look(seen));
        }
    }

    @Override
    public Map<String, T> objects() {
        Map<String, T> seen = new LinkedHashMap<>();
        for (ObjectNode object : objects.in(kind, namespace)) {
            seen.put(object.at("/metadata/name").asText(), FakeObjects.typed(kind, object));
        }
        return seen;
    }

    @Override
    public <R> CompletableFuture<R> until(
            final Function<Map<String, T>, Optional<R>> decide, final Duration limit, final String waitingFor) {
        CompletableFuture<R> result = new CompletableFuture<>();
        thread.execute(() -> {
            waits.add(new Wait<>(decide, result));
            look();
        });
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, thread)
                .execute(() -> result.completeExceptionally(
                        new ClusterException(Reason.TIMEOUT, "waited " + limit + " in vain for " + waitingFor)));
        return result;
    }

    @Override
    public void close() {
        thread.execute(() -> waits.forEach(wait ->
                wait.result().completeExceptionally(new ClusterException(Reason.CANCELLED, "nobody waits any more"))));
    }
}
