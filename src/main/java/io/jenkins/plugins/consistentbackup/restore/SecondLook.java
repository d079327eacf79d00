package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks for an object whose absence would end everything, or is waited for. One 404 is not taken for it: a proxy answers so
 * that does not reach its API server.
 */
final class SecondLook {
    private SecondLook() {}

    /** @return empty when it was neither found by its name nor is in the list; needs the right to list */
    static <T extends HasMetadata> CompletableFuture<Optional<T>> find(
            final Cluster cluster, final Kind<T> kind, final String namespace, final String name) {
        return cluster.get(kind, namespace, name)
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(found)
                        : cluster.list(kind, namespace, Map.of())
                                .thenApply(all -> all.stream()
                                        .filter(each ->
                                                name.equals(each.getMetadata().getName()))
                                        .findFirst()));
    }

    /**
     * Deletes an object, if it is there.
     *
     * @param uid which one; null for any
     * @param resourceVersion in which state; null for any
     * @return fails with CONFLICT when it was said not to be there, and is; needs the right to list
     */
    static <T extends HasMetadata> CompletableFuture<Void> delete(
            final Cluster cluster,
            final Kind<T> kind,
            final String namespace,
            final String name,
            final String uid,
            final String resourceVersion) {
        return cluster.delete(kind, namespace, name, uid, resourceVersion)
                .thenCompose(asked -> asked
                        ? Steps.done()
                        : cluster.list(kind, namespace, Map.of()).thenAccept(all -> requireNone(all, kind, name, uid)));
    }

    private static <T extends HasMetadata> void requireNone(
            final List<T> all, final Kind<T> kind, final String name, final String uid) {
        boolean there = all.stream()
                .map(HasMetadata::getMetadata)
                .filter(each -> each.getDeletionTimestamp() == null && name.equals(each.getName()))
                .anyMatch(each -> uid == null || uid.equals(each.getUid()));
        if (there) {
            throw new ClusterException(
                    Reason.CONFLICT,
                    kind.plural() + " " + name + " was not deleted: it was said not to be there, but is in the list");
        }
    }
}
