package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks for an object whose absence would end everything. One 404 is not taken for it: a proxy answers so that does not
 * reach its API server.
 */
final class SecondLook {
    private SecondLook() {}

    /** @return empty when it was neither found by its name nor is in the list; needs the right to list */
    static <T extends HasMetadata> CompletableFuture<Optional<T>> find(
            final Cluster cluster, final Kind<T> kind, final String namespace, final String name) {
        return cluster.get(kind, namespace, name)
                .thenCompose(found -> found.isPresent()
                        ? CompletableFuture.completedFuture(found)
                        : cluster.list(kind, namespace, Map.of()).thenApply(all -> all.stream()
                                .filter(each -> name.equals(each.getMetadata().getName()))
                                .findFirst()));
    }
}
