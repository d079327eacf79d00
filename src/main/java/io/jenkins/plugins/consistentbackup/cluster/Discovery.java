package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which versions of a resource the server serves. */
final class Discovery {
    private static final Pattern VERSION = Pattern.compile("v([0-9]{1,6})(?:(alpha|beta)([0-9]{1,6}))?");

    private final ApiClient api;

    Discovery(final ApiClient api) {
        this.api = api;
    }

    CompletableFuture<List<String>> servedVersions(final String group, final String plural) {
        String base = group.isEmpty() ? "/api" : "/apis/" + group;
        return read(base).thenCompose(answer -> {
            List<CompletableFuture<List<String>>> each = new ArrayList<>();
            for (JsonNode version : answer.path("versions")) {
                String name = version.isTextual()
                        ? version.asText()
                        : version.path("version").asText();
                each.add(read(base + "/" + name)
                        .thenApply(found -> serves(found, plural) ? List.of(name) : List.<String>of()));
            }
            return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                    .thenApply(all -> each.stream()
                            .flatMap(one -> one.join().stream())
                            .sorted(newestFirst())
                            .toList());
        });
    }

    private CompletableFuture<JsonNode> read(final String path) {
        return api.read("discover " + path, ResourcePath.literal(path))
                .exceptionallyCompose(failure ->
                        Futures.cause(failure) instanceof ClusterException e && e.reason() == Reason.NOT_FOUND
                                ? CompletableFuture.completedFuture(api.mapper().createObjectNode())
                                : CompletableFuture.failedFuture(Futures.cause(failure)));
    }

    private static boolean serves(final JsonNode resources, final String plural) {
        for (JsonNode resource : resources.path("resources")) {
            if (resource.path("name").asText("").equals(plural)) {
                return true;
            }
        }
        return false;
    }

    /** Stable before beta before alpha, then the higher number: Kubernetes' own order of versions. */
    static Comparator<String> newestFirst() {
        return Comparator.comparing(Discovery::rank).reversed();
    }

    private static Long rank(final String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return -1L;
        }
        long maturity = parts.group(2) == null ? 2 : "beta".equals(parts.group(2)) ? 1 : 0;
        long minor = parts.group(3) == null ? 0 : Long.parseLong(parts.group(3));
        return (maturity * 1_000_000 + Long.parseLong(parts.group(1))) * 1_000_000 + minor;
    }
}
