package io.jenkins.plugins.consistentbackup.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A key for each row in etcd, over its JSON gateway. */
final class EtcdRows extends RowsByWriter {
    private final HttpJson etcd;

    EtcdRows(final int port) {
        super("etcd");
        etcd = new HttpJson(port);
    }

    @Override
    public void empty() throws IOException {
        etcd.send("POST", "/v3/kv/deleterange", range("/"));
    }

    @Override
    public Client client() throws IOException {
        etcd.send("POST", "/v3/kv/range", Map.of("key", encoded("/")));
        return new Client() {
            @Override
            void add(final int writer, final long sequence) throws IOException {
                // All as long, so that they come back in order.
                String key = "/" + writer + "/" + "%09d".formatted(sequence);
                etcd.send("POST", "/v3/kv/put", Map.of("key", encoded(key), "value", encoded("x".repeat(500))));
            }

            @Override
            List<Long> sequence(final int writer) throws IOException {
                List<Long> found = new ArrayList<>();
                for (JsonNode pair : etcd.send("POST", "/v3/kv/range", range("/" + writer + "/"))
                        .path("kvs")) {
                    String key = new String(
                            Base64.getDecoder().decode(pair.path("key").asText()), StandardCharsets.US_ASCII);
                    found.add(Long.valueOf(key.substring(key.lastIndexOf('/') + 1)));
                }
                return found;
            }

            @Override
            public void close() {
                // Each request is by itself.
            }
        };
    }

    /** All keys that begin like this: up to its successor. */
    private static Map<String, ?> range(final String prefix) {
        String end = prefix.substring(0, prefix.length() - 1) + (char) (prefix.charAt(prefix.length() - 1) + 1);
        return Map.of("key", encoded(prefix), "range_end", encoded(end));
    }

    private static String encoded(final String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
