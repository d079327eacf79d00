package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Lists of objects, page by page, and objects from JSON. */
final class ObjectLists {
    private static final int PAGE = 500;

    private final ApiClient api;

    ObjectLists(final ApiClient api) {
        this.api = api;
    }

    /**
     * What a list brought.
     *
     * @param resourceVersion of the list as a whole: where a watch goes on
     */
    record Listed<T>(List<T> objects, String resourceVersion) {}

    <T extends HasMetadata> CompletableFuture<Listed<T>> list(
            final Kind<T> kind, final String namespace, final Map<String, String> labels) {
        return pages(kind, namespace, labels, "", new ArrayList<>()).exceptionallyCompose(failure -> {
            // The token that asks for the next page expires; then the list must begin again, once.
            boolean expired = Futures.cause(failure) instanceof ClusterException e && e.reason() == Reason.GONE;
            return expired
                    ? pages(kind, namespace, labels, "", new ArrayList<>())
                    : CompletableFuture.failedFuture(Futures.cause(failure));
        });
    }

    private <T extends HasMetadata> CompletableFuture<Listed<T>> pages(
            final Kind<T> kind,
            final String namespace,
            final Map<String, String> labels,
            final String from,
            final List<T> found) {
        ResourcePath path = ResourcePath.of(kind, namespace).withLabels(labels).with("limit", Integer.toString(PAGE));
        if (!from.isEmpty()) {
            path.with("continue", from);
        }
        return api.read(What.of("list", kind, namespace, ""), path).thenCompose(page -> {
            String itemKind = page.path("kind").asText("").replaceAll("List$", "");
            for (JsonNode item : page.path("items")) {
                ObjectNode complete = (ObjectNode) item;
                if (!complete.has("kind")) { // Items of a list do not repeat what the list says.
                    complete.put("kind", itemKind).put("apiVersion", kind.apiVersion());
                }
                found.add(object(kind, complete));
            }
            String next = page.path("metadata").path("continue").asText("");
            return next.isEmpty()
                    ? CompletableFuture.completedFuture(new Listed<>(
                            found, page.path("metadata").path("resourceVersion").asText("")))
                    : pages(kind, namespace, labels, next, found);
        });
    }

    /** @throws ClusterException INVALID when it does not look like one of the kind */
    <T extends HasMetadata> T object(final Kind<T> kind, final JsonNode json) {
        try {
            return api.mapper().treeToValue(json, kind.type());
        } catch (JsonProcessingException e) {
            throw new ClusterException(
                    Reason.INVALID,
                    "the server's answer is no object of kind " + kind + ": " + e.getOriginalMessage(),
                    e);
        }
    }
}
