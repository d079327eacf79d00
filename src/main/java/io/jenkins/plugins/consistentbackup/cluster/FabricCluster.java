package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@link Cluster} over the HTTP client of fabric8: the objects are fabric8's, the requests are sent without waiting. */
final class FabricCluster implements Cluster {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final ApiClient api;
    private final ObjectLists lists;
    private final SharedWatches watches;
    private final ContainerExec exec;
    private final Runnable release;

    /** @param release gives back what the connection was made of, once, when it is closed */
    FabricCluster(final ApiClient api, final Runnable release) {
        this.api = api;
        this.lists = new ObjectLists(api);
        this.watches = new SharedWatches(api, lists);
        this.exec = new WebSocketExec(api);
        this.release = release;
    }

    @Override
    public String server() {
        return api.server();
    }

    @Override
    public Optional<Instant> serverTime() {
        return api.clock().now();
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Optional<T>> get(
            final Kind<T> kind, final String namespace, final String name) {
        return api.read(What.of("get", kind, namespace, name), ResourcePath.of(kind, namespace, name))
                .thenApply(json -> Optional.of(lists.object(kind, json)))
                .exceptionallyCompose(failure -> unlessNotFound(failure, Optional.empty()));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<List<T>> list(
            final Kind<T> kind, final String namespace, final Map<String, String> labels) {
        return lists.list(kind, namespace, labels).thenApply(ObjectLists.Listed::objects);
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> create(final Kind<T> kind, final T object) {
        String namespace = object.getMetadata().getNamespace();
        return api.write(
                        What.of("create", kind, namespace, object.getMetadata().getName()),
                        "POST",
                        ResourcePath.of(kind, namespace),
                        object)
                .thenApply(json -> lists.object(kind, json));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> replace(final Kind<T> kind, final T object) {
        String namespace = object.getMetadata().getNamespace();
        String name = object.getMetadata().getName();
        return api.write(
                        What.of("update", kind, namespace, name), "PUT", ResourcePath.of(kind, namespace, name), object)
                .thenApply(json -> lists.object(kind, json));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> patch(
            final Kind<T> kind, final String namespace, final String name, final JsonNode mergePatch) {
        return api.write(
                        What.of("patch", kind, namespace, name),
                        "PATCH",
                        ResourcePath.of(kind, namespace, name),
                        MERGE_PATCH,
                        mergePatch)
                .thenApply(json -> lists.object(kind, json));
    }

    @Override
    public CompletableFuture<Boolean> delete(
            final Kind<?> kind,
            final String namespace,
            final String name,
            final String uid,
            final String resourceVersion) {
        ObjectNode options = api.mapper().createObjectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("propagationPolicy", "Background");
        if (uid != null) {
            options.withObject("/preconditions").put("uid", uid);
        }
        if (resourceVersion != null) {
            options.withObject("/preconditions").put("resourceVersion", resourceVersion);
        }
        return api.write(
                        What.of("delete", kind, namespace, name),
                        "DELETE",
                        ResourcePath.of(kind, namespace, name),
                        options)
                .thenApply(json -> true)
                .exceptionallyCompose(failure -> unlessNotFound(failure, false));
    }

    @Override
    public CompletableFuture<Void> scale(
            final Kind<?> kind,
            final String namespace,
            final String name,
            final int replicas,
            final String resourceVersion) {
        ObjectNode patch = api.mapper().createObjectNode();
        patch.putObject("metadata").put("resourceVersion", resourceVersion);
        patch.putObject("spec").put("replicas", replicas);
        return api.write(
                        What.of("patch", kind, namespace, name + "/scale"),
                        "PATCH",
                        ResourcePath.of(kind, namespace, name, "scale"),
                        MERGE_PATCH,
                        patch)
                .thenApply(json -> null);
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Feed<T>> feed(final Kind<T> kind, final String namespace) {
        return watches.feed(kind, namespace);
    }

    @Override
    public CompletableFuture<List<String>> servedVersions(final String group, final String plural) {
        return new Discovery(api).servedVersions(group, plural);
    }

    @Override
    public CompletableFuture<List<Right>> missing(final List<Right> rights) {
        return new AccessReview(api).missing(rights);
    }

    @Override
    public ContainerExec exec() {
        return exec;
    }

    @Override
    public void close() {
        watches.close();
        release.run();
    }

    private static <T> CompletableFuture<T> unlessNotFound(final Throwable failure, final T instead) {
        return Futures.cause(failure) instanceof ClusterException e && e.reason() == Reason.NOT_FOUND
                ? CompletableFuture.completedFuture(instead)
                : CompletableFuture.failedFuture(Futures.cause(failure));
    }
}
