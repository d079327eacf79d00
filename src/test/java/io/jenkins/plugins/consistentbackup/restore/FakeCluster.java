package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * A fake of a cluster in memory, so small that a restore can be killed after each of its writes within seconds:
 * {@link FakeObjects}, and {@link FakeControllers} that act on them after each write. The embedded cluster is the judge
 * of what Kubernetes really does; this one is the model that knows where data is.
 */
final class FakeCluster implements Cluster {
    final FakeObjects objects = new FakeObjects();
    private final FakeControllers controllers = new FakeControllers(objects);
    private final List<FakeFeed<?>> feeds = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "fake-cluster");
        worker.setDaemon(true);
        return worker;
    });
    /** Rights that are missing, for {@link #missing}. */
    final List<Right> lacking = new ArrayList<>();

    FakeStorage storage() {
        return controllers.storage();
    }

    /** What must never happen, and did. */
    List<String> violations() {
        return controllers.violations();
    }

    /** Puts an object there without asking anybody, and lets the controllers see it. */
    void put(final Kind<?> kind, final HasMetadata object) {
        write(() -> objects.store(kind, FakeObjects.tree(object))).join();
    }

    ObjectNode find(final Kind<?> kind, final String namespace, final String name) {
        return objects.find(kind, namespace, name);
    }

    @Override
    public String server() {
        return "fake";
    }

    @Override
    public Optional<Instant> serverTime() {
        return Optional.empty();
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Optional<T>> get(
            final Kind<T> kind, final String namespace, final String name) {
        return read(() ->
                Optional.ofNullable(objects.find(kind, namespace, name)).map(found -> FakeObjects.typed(kind, found)));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<List<T>> list(
            final Kind<T> kind, final String namespace, final Map<String, String> labels) {
        return read(() -> objects.in(kind, namespace).stream()
                .map(object -> FakeObjects.typed(kind, object))
                .filter(object -> Metadata.labels(object).entrySet().containsAll(labels.entrySet()))
                .toList());
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> create(final Kind<T> kind, final T object) {
        return write(() -> {
            ObjectNode tree = FakeObjects.tree(object);
            tree.withObject("/metadata").remove(List.of("uid", "resourceVersion"));
            if (objects.find(
                            kind,
                            object.getMetadata().getNamespace(),
                            object.getMetadata().getName())
                    != null) {
                throw new ClusterException(
                        Reason.ALREADY_EXISTS, kind + " " + object.getMetadata().getName() + " exists");
            }
            tree.withObject("/metadata").put("generation", 1);
            return FakeObjects.typed(kind, objects.store(kind, tree));
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> replace(final Kind<T> kind, final T object) {
        return write(() -> {
            ObjectNode current = objects.existing(
                    kind,
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName());
            ObjectNode tree = FakeObjects.tree(object);
            FakeObjects.demand(current, tree);
            tree.withObject("/metadata").set("uid", current.at("/metadata/uid"));
            return FakeObjects.typed(kind, objects.store(kind, tree));
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> patch(
            final Kind<T> kind, final String namespace, final String name, final JsonNode mergePatch) {
        return write(() -> {
            ObjectNode current = objects.existing(kind, namespace, name);
            FakeObjects.demand(current, mergePatch);
            ObjectNode merged = current.deepCopy();
            FakeObjects.merge(merged, mergePatch);
            if (merged.equals(current)) { // Then the API server makes no new version.
                return FakeObjects.typed(kind, current);
            }
            if (mergePatch.has("spec")) {
                merged.withObject("/metadata")
                        .put("generation", current.at("/metadata/generation").asLong(1) + 1);
            }
            return FakeObjects.typed(kind, objects.store(kind, merged));
        });
    }

    @Override
    public CompletableFuture<Boolean> delete(
            final Kind<?> kind,
            final String namespace,
            final String name,
            final String uid,
            final String resourceVersion) {
        return write(() -> {
            ObjectNode current = objects.find(kind, namespace, name);
            if (current == null) {
                return false;
            }
            ObjectNode wanted = current.objectNode();
            wanted.withObject("/metadata").put("uid", uid).put("resourceVersion", resourceVersion);
            FakeObjects.demand(current, wanted);
            controllers.delete(kind, current);
            return true;
        });
    }

    @Override
    public CompletableFuture<Void> scale(
            final Kind<?> kind,
            final String namespace,
            final String name,
            final int replicas,
            final String resourceVersion) {
        return write(() -> {
            ObjectNode current = objects.existing(kind, namespace, name);
            ObjectNode wanted = current.objectNode();
            wanted.withObject("/metadata").put("resourceVersion", resourceVersion);
            FakeObjects.demand(current, wanted);
            current.withObject("/spec").put("replicas", replicas);
            current.withObject("/metadata")
                    .put("generation", current.at("/metadata/generation").asLong(1) + 1);
            objects.store(kind, current);
            return null;
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Feed<T>> feed(final Kind<T> kind, final String namespace) {
        return read(() -> {
            FakeFeed<T> feed = new FakeFeed<>(objects, kind, namespace, thread);
            feeds.add(feed);
            return feed;
        });
    }

    @Override
    public CompletableFuture<List<String>> servedVersions(final String group, final String plural) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<List<Right>> missing(final List<Right> rights) {
        return CompletableFuture.completedFuture(rights.stream()
                .filter(right -> lacking.stream()
                        .anyMatch(lack -> lack.resource().equals(right.resource())
                                && lack.verb().equals(right.verb())))
                .toList());
    }

    @Override
    public ContainerExec exec() {
        throw new UnsupportedOperationException("no containers here");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private <T> CompletableFuture<T> read(final Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, thread);
    }

    private <T> CompletableFuture<T> write(final Supplier<T> change) {
        return read(() -> {
            T result = change.get();
            controllers.reconcile();
            feeds.forEach(FakeFeed::look);
            return result;
        });
    }
}
