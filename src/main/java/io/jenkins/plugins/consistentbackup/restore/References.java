package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** The ConfigMaps, Secrets and service accounts that a workload's pods refer to. */
final class References {
    /** Where a pod's specification names an object: field, the field within it that holds the name, and the kind. */
    private static final Map<String, String[]> FIELDS = Map.of(
            "configMap", new String[] {"name", "ConfigMap"},
            "configMapRef", new String[] {"name", "ConfigMap"},
            "configMapKeyRef", new String[] {"name", "ConfigMap"},
            "secret", new String[] {"secretName", "Secret"},
            "secretRef", new String[] {"name", "Secret"},
            "secretKeyRef", new String[] {"name", "Secret"});

    private References() {}

    /** Adds, as {@code Secret db}, what a workload refers to. */
    static void of(final JsonNode workload, final Set<String> found) {
        JsonNode spec = workload.at("/spec/template/spec");
        String account = spec.path("serviceAccountName").asText("");
        if (!account.isEmpty() && !account.equals("default")) {
            found.add("ServiceAccount " + account);
        }
        String service = workload.at("/spec/serviceName").asText("");
        if (!service.isEmpty()) {
            found.add("Service " + service);
        }
        for (JsonNode pull : spec.path("imagePullSecrets")) {
            found.add("Secret " + pull.path("name").asText());
        }
        search(spec, found);
    }

    private static void search(final JsonNode node, final Set<String> found) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String[] reference = FIELDS.get(field.getKey());
            if (reference != null && field.getValue().has(reference[0])) {
                found.add(
                        reference[1] + " " + field.getValue().get(reference[0]).asText());
            }
            search(field.getValue(), found);
        }
        if (node.isArray()) {
            node.forEach(element -> search(element, found));
        }
    }
}
