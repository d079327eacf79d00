package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.Feed;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.Right;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A fake of a cluster in memory, so small that a restore can be killed after each of its writes within a second: objects
 * with uids, versions, merge patches and preconditions, and {@link FakeControllers} that act on them after each write.
 * The embedded cluster is the judge of what Kubernetes really does; this one is the model that knows where data is.
 */
final class FakeCluster implements Cluster {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    final Map<String, TreeMap<String, ObjectNode>> objects = new TreeMap<>();
    private final FakeControllers controllers = new FakeControllers(this);
    private final List<Wait<?, ?>> waits = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "fake-cluster");
        worker.setDaemon(true);
        return worker;
    });
    private long counter;
    /** Rights that are missing, for {@link #missing}. */
    final List<Right> lacking = new ArrayList<>();

    FakeControllers controllers() {
        return controllers;
    }

    /** Puts an object there without asking anybody, and lets the controllers see it. */
    void put(final Kind<?> kind, final HasMetadata object) {
        run(() -> stored(kind, tree(object))).join();
    }

    ObjectNode find(final Kind<?> kind, final String namespace, final String name) {
        return all(kind).get(key(kind, namespace, name));
    }

    Map<String, ObjectNode> all(final Kind<?> kind) {
        return objects.computeIfAbsent(kind.plural(), plural -> new TreeMap<>());
    }

    String next(final String prefix) {
        return prefix + ++counter;
    }

    ObjectNode stored(final Kind<?> kind, final ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        if (!metadata.hasNonNull("uid")) {
            metadata.put("uid", next("uid-"));
        }
        metadata.put("resourceVersion", next(""));
        all(kind)
                .put(
                        key(
                                kind,
                                metadata.path("namespace").asText(null),
                                metadata.path("name").asText()),
                        object);
        return object;
    }

    static String key(final Kind<?> kind, final String namespace, final String name) {
        return kind.namespaced() ? namespace + "/" + name : name;
    }

    @Override
    public String server() {
        return "fake";
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Optional<T>> get(
            final Kind<T> kind, final String namespace, final String name) {
        return run(() -> Optional.ofNullable(find(kind, namespace, name)).map(found -> typed(kind, found)));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<List<T>> list(
            final Kind<T> kind, final String namespace, final Map<String, String> labels) {
        return run(() -> all(kind).values().stream()
                .filter(object -> namespace == null
                        || namespace.equals(object.at("/metadata/namespace").asText()))
                .map(object -> typed(kind, object))
                .filter(object -> Metadata.labels(object).entrySet().containsAll(labels.entrySet()))
                .toList());
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> create(final Kind<T> kind, final T object) {
        return run(() -> {
            ObjectNode tree = tree(object);
            tree.withObject("/metadata").remove(List.of("uid", "resourceVersion"));
            if (find(
                            kind,
                            object.getMetadata().getNamespace(),
                            object.getMetadata().getName())
                    != null) {
                throw new ClusterException(
                        Reason.ALREADY_EXISTS, kind + " " + object.getMetadata().getName() + " exists");
            }
            tree.withObject("/metadata").put("generation", 1);
            return typed(kind, stored(kind, tree));
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> replace(final Kind<T> kind, final T object) {
        return run(() -> {
            ObjectNode current = existing(
                    kind,
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName());
            ObjectNode tree = tree(object);
            demand(current, tree);
            tree.withObject("/metadata").set("uid", current.at("/metadata/uid"));
            return typed(kind, stored(kind, tree));
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> patch(
            final Kind<T> kind, final String namespace, final String name, final JsonNode mergePatch) {
        return run(() -> {
            ObjectNode current = existing(kind, namespace, name);
            demand(current, mergePatch);
            ObjectNode merged = current.deepCopy();
            merge(merged, mergePatch);
            if (mergePatch.has("spec")) {
                merged.withObject("/metadata")
                        .put("generation", current.at("/metadata/generation").asLong(1) + 1);
            }
            return typed(kind, stored(kind, merged));
        });
    }

    @Override
    public CompletableFuture<Boolean> delete(
            final Kind<?> kind, final String namespace, final String name, final String uid) {
        return run(() -> {
            ObjectNode current = find(kind, namespace, name);
            if (current == null) {
                return false;
            }
            if (uid != null && !uid.equals(current.at("/metadata/uid").asText())) {
                throw new ClusterException(Reason.CONFLICT, name + " is another object by now");
            }
            controllers.delete(kind, current);
            return true;
        });
    }

    @Override
    public CompletableFuture<Void> scale(
            final Kind<?> kind, final String namespace, final String name, final int replicas) {
        return run(() -> {
            ObjectNode current = existing(kind, namespace, name);
            current.withObject("/spec").put("replicas", replicas);
            current.withObject("/metadata")
                    .put("generation", current.at("/metadata/generation").asLong(1) + 1);
            stored(kind, current);
            return null;
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Feed<T>> feed(final Kind<T> kind, final String namespace) {
        return CompletableFuture.completedFuture(new FakeFeed<>(kind, namespace));
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

    private <T> CompletableFuture<T> run(final Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    T result = work.get();
                    controllers.reconcile();
                    List.copyOf(waits).forEach(Wait::look);
                    return result;
                },
                thread);
    }

    private ObjectNode existing(final Kind<?> kind, final String namespace, final String name) {
        ObjectNode current = find(kind, namespace, name);
        if (current == null) {
            throw new ClusterException(Reason.NOT_FOUND, kind + " " + name + " is not there");
        }
        return current;
    }

    private static void demand(final ObjectNode current, final JsonNode wanted) {
        for (String field : List.of("uid", "resourceVersion")) {
            JsonNode demanded = wanted.path("metadata").path(field);
            if (demanded.isTextual()
                    && !demanded.equals(current.path("metadata").path(field))) {
                throw new ClusterException(Reason.CONFLICT, field + " is not " + demanded);
            }
        }
    }

    /** RFC 7386. */
    private static void merge(final ObjectNode target, final JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value.isObject()) {
                ObjectNode child = target.path(field.getKey()).isObject()
                        ? (ObjectNode) target.get(field.getKey())
                        : target.putObject(field.getKey());
                merge(child, value);
            } else {
                target.set(field.getKey(), value);
            }
        }
    }

    private static ObjectNode tree(final HasMetadata object) {
        return SERIALIZATION.convertValue(object, ObjectNode.class);
    }

    private static <T extends HasMetadata> T typed(final Kind<T> kind, final ObjectNode tree) {
        return SERIALIZATION.convertValue(tree, kind.type());
    }

    private record Wait<T extends HasMetadata, R>(
            FakeFeed<T> feed, Function<Map<String, T>, Optional<R>> decide, CompletableFuture<R> result) {
        void look() {
            if (result.isDone()) {
                return;
            }
            try {
                decide.apply(feed.objects()).ifPresent(result::complete);
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        }
    }

    private final class FakeFeed<T extends HasMetadata> implements Feed<T> {
        private final Kind<T> kind;
        private final String namespace;

        FakeFeed(final Kind<T> kind, final String namespace) {
            this.kind = kind;
            this.namespace = namespace;
        }

        @Override
        public Map<String, T> objects() {
            Map<String, T> seen = new LinkedHashMap<>();
            all(kind).values().stream()
                    .filter(object -> namespace == null
                            || namespace.equals(object.at("/metadata/namespace").asText()))
                    .forEach(object -> seen.put(object.at("/metadata/name").asText(), typed(kind, object)));
            return seen;
        }

        @Override
        public <R> CompletableFuture<R> until(
                final Function<Map<String, T>, Optional<R>> decide, final Duration limit, final String waitingFor) {
            CompletableFuture<R> result = new CompletableFuture<>();
            run(() -> waits.add(new Wait<>(this, decide, result)));
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, thread)
                    .execute(() -> result.completeExceptionally(
                            new ClusterException(Reason.TIMEOUT, "waited " + limit + " in vain for " + waitingFor)));
            return result;
        }

        @Override
        public void close() {}
    }
}
