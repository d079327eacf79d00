package io.jenkins.plugins.consistentbackup.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A document for each row in one index of OpenSearch or Elasticsearch. */
final class SearchRows extends RowsByWriter {
    /** The most that one answer may hold. */
    private static final int MOST = 10_000;

    private final HttpJson node;

    SearchRows(final int port) {
        super("the index");
        node = new HttpJson(port);
    }

    @Override
    public void empty() throws IOException {
        node.send("DELETE", "/" + JOURNAL, Map.of());
        node.send(
                "PUT",
                "/" + JOURNAL,
                Map.of(
                        "settings", Map.of("number_of_shards", 1, "number_of_replicas", 0),
                        "mappings",
                                Map.of(
                                        "properties",
                                        Map.of(
                                                "writer", Map.of("type", "integer"),
                                                "seq", Map.of("type", "long")))));
    }

    @Override
    public Client client() throws IOException {
        if (!node.send("GET", "/_cluster/health", Map.of())
                .path("status")
                .asText()
                .matches("green|yellow")) {
            throw new IOException("the index is not green");
        }
        return new Client() {
            @Override
            void add(final int writer, final long sequence) throws IOException {
                node.send(
                        "PUT",
                        "/" + JOURNAL + "/_doc/" + writer + "-" + sequence,
                        Map.of("writer", writer, "seq", sequence));
            }

            @Override
            List<Long> sequence(final int writer) throws IOException {
                node.send("POST", "/" + JOURNAL + "/_refresh", Map.of());
                JsonNode hits = node.send(
                                "POST",
                                "/" + JOURNAL + "/_search",
                                Map.of(
                                        "size", MOST,
                                        "query", Map.of("term", Map.of("writer", writer)),
                                        "sort", List.of("seq")))
                        .path("hits")
                        .path("hits");
                List<Long> found = new ArrayList<>();
                hits.forEach(hit -> found.add(hit.path("_source").path("seq").asLong()));
                return found;
            }

            @Override
            public void close() {
                // Each request is by itself.
            }
        };
    }
}
