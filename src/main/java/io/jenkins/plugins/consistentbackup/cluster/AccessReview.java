package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Asks the server what the identity may do. */
final class AccessReview {
    private static final ResourcePath REVIEWS =
            ResourcePath.literal("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews");

    private final ApiClient api;

    AccessReview(final ApiClient api) {
        this.api = api;
    }

    /** Those of the rights that the identity does not have, in their order. A review changes nothing: it is retried. */
    CompletableFuture<List<Right>> missing(final List<Right> rights) {
        List<CompletableFuture<Boolean>> allowed =
                rights.stream().map(this::allowed).toList();
        return CompletableFuture.allOf(allowed.toArray(CompletableFuture[]::new))
                .thenApply(all -> IntStream.range(0, rights.size())
                        .filter(index -> !allowed.get(index).join())
                        .mapToObj(rights::get)
                        .toList());
    }

    private CompletableFuture<Boolean> allowed(final Right right) {
        String[] resource = right.resource().split("/", 2);
        ObjectNode review = api.mapper().createObjectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
        attributes.put("verb", right.verb()).put("group", right.group()).put("resource", resource[0]);
        if (resource.length > 1) {
            attributes.put("subresource", resource[1]);
        }
        if (!right.namespace().isEmpty()) {
            attributes.put("namespace", right.namespace());
        }
        return api.retrying(() -> api.write("review " + right, "POST", REVIEWS, review))
                .thenApply(answer -> answer.path("status").path("allowed").asBoolean(false));
    }
}
