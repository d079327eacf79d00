package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.image.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the security contexts of a pod and its container: the container's wins field by field. */
final class Identities {
    private Identities() {}

    /** @throws StartFailedException if {@code runAsNonRoot} forbids the user that it comes down to */
    static Identity of(JsonNode pod, JsonNode container, Image image) {
        JsonNode podContext = pod.at("/spec/securityContext");
        JsonNode own = container.path("securityContext");
        int user = either(own, podContext, "runAsUser").asInt(image.user());
        int group = either(own, podContext, "runAsGroup").asInt(user == image.user() ? image.user() : 0);
        if (user == 0 && either(own, podContext, "runAsNonRoot").asBoolean(false)) {
            throw new StartFailedException("container has runAsNonRoot and image will run as root (container: "
                    + container.path("name").asText() + ")");
        }
        List<Integer> groups = new ArrayList<>();
        if (podContext.has("fsGroup")) {
            groups.add(podContext.get("fsGroup").asInt());
        }
        podContext.path("supplementalGroups").forEach(extra -> groups.add(extra.asInt()));
        return new Identity(
                user,
                group,
                groups,
                capabilities(own.path("capabilities")),
                own.path("privileged").asBoolean(false),
                !own.path("allowPrivilegeEscalation").asBoolean(true));
    }

    private static JsonNode either(JsonNode own, JsonNode ofPod, String field) {
        return own.has(field) ? own.get(field) : ofPod.path(field);
    }

    private static Set<String> capabilities(JsonNode change) {
        Set<String> capabilities = new HashSet<>(Identity.DEFAULT_CAPABILITIES);
        List<String> dropped =
                Json.items(change, "/drop").map(Identities::capability).toList();
        capabilities.removeAll(dropped);
        if (dropped.contains("all")) {
            capabilities.clear();
        }
        Json.items(change, "/add").map(Identities::capability).forEach(capabilities::add);
        return capabilities;
    }

    private static String capability(JsonNode name) {
        String lower = name.asText().toLowerCase(Locale.ROOT);
        return lower.startsWith("cap_") ? lower.substring("cap_".length()) : lower;
    }
}
