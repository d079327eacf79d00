package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One cluster as one identity sees it. No method blocks; every future has a deadline and fails with
 * {@link ClusterException}. Reads are tried again after failures that pass by themselves (429 with its Retry-After,
 * 5xx, lost connections); writes never are: whether a lost write had an effect is for the caller to find out.
 */
public interface Cluster extends AutoCloseable {

    /** The API server's URL, for messages. */
    String server();

    /**
     * The time by the API server's clock, which sets creationTimestamp, as its latest answer told it and this process has
     * counted on; late by what that answer took and by up to a second. Empty before the first answer, and where answers have
     * no date.
     */
    Optional<Instant> serverTime();

    /** An object, or nothing when there is none of this name. */
    <T extends HasMetadata> CompletableFuture<Optional<T>> get(Kind<T> kind, String namespace, String name);

    /**
     * All objects of a kind.
     *
     * @param namespace where, or null for a kind that lives in none
     * @param labels only objects that have all these labels; empty for all
     */
    <T extends HasMetadata> CompletableFuture<List<T>> list(Kind<T> kind, String namespace, Map<String, String> labels);

    /** Creates an object; fails with {@link ClusterException.Reason#ALREADY_EXISTS} when the name is taken. */
    <T extends HasMetadata> CompletableFuture<T> create(Kind<T> kind, T object);

    /** Replaces an object (PUT); with a resourceVersion in it, fails with CONFLICT when it was changed meanwhile. */
    <T extends HasMetadata> CompletableFuture<T> replace(Kind<T> kind, T object);

    /**
     * Changes an object by a JSON merge patch; put {@code metadata.uid} and {@code metadata.resourceVersion} into the
     * patch where the change must hit that very object or state.
     */
    <T extends HasMetadata> CompletableFuture<T> patch(
            Kind<T> kind, String namespace, String name, JsonNode mergePatch);

    /**
     * Asks for an object's deletion; finalizers may keep it for a while after that.
     *
     * @param uid only this very object; fails with CONFLICT when another one has the name by now
     * @return false when there was no such object
     */
    default CompletableFuture<Boolean> delete(
            final Kind<?> kind, final String namespace, final String name, final String uid) {
        return delete(kind, namespace, name, uid, null);
    }

    /**
     * The same, but only as long as it has not changed.
     *
     * @param resourceVersion fails with CONFLICT when it has another one by now, so that a request that takes effect late
     *     does nothing; null for any
     */
    CompletableFuture<Boolean> delete(Kind<?> kind, String namespace, String name, String uid, String resourceVersion);

    /**
     * Sets {@code spec.replicas} through the scale subresource of a StatefulSet, Deployment or ReplicaSet.
     *
     * @param resourceVersion of the workload: fails with CONFLICT when it was changed meanwhile, so that a request that
     *     takes effect late does nothing
     */
    CompletableFuture<Void> scale(Kind<?> kind, String namespace, String name, int replicas, String resourceVersion);

    /**
     * The objects of a kind in a namespace (or, with null, of a kind that lives in none) as they change. Feeds of the
     * same kind and namespace share one watch. Completes when the present objects are known and the watch is open.
     */
    <T extends HasMetadata> CompletableFuture<Feed<T>> feed(Kind<T> kind, String namespace);

    /** The versions that the server serves for a resource of an API group, newest first; empty when it has none. */
    CompletableFuture<List<String>> servedVersions(String group, String plural);

    /** Which of these rights the identity lacks (SelfSubjectAccessReview). */
    CompletableFuture<List<Right>> missing(List<Right> rights);

    /** Programs in containers. */
    ContainerExec exec();

    /** Ends watches and sessions that are still open. */
    @Override
    void close();
}
