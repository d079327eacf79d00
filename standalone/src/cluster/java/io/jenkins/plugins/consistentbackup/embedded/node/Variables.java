package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables of a container, with what they refer to. */
final class Variables {
    /** {@code $(NAME)} is replaced, {@code $$(NAME)} is a literal {@code $(NAME)}. */
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([^)]+)\\))");

    private final ClusterObjects objects;

    Variables(ClusterObjects objects) {
        this.objects = objects;
    }

    /**
     * Adds what {@code envFrom} and {@code env} say to variables that the image brings.
     *
     * @throws StartFailedException if a Secret, a ConfigMap or a key of it is missing and not optional
     */
    Map<String, String> of(ObjectNode pod, JsonNode container, Map<String, String> fromImage) {
        Map<String, String> variables = new LinkedHashMap<>(fromImage);
        String namespace = Json.text(pod, "/metadata/namespace");
        Json.items(container, "/envFrom").forEach(source -> variables.putAll(all(namespace, source)));
        Json.items(container, "/env").forEach(variable -> {
            String name = variable.path("name").asText();
            if (variable.has("valueFrom")) {
                referred(pod, variable.get("valueFrom")).ifPresent(value -> variables.put(name, value));
            } else {
                variables.put(name, expand(variable.path("value").asText(""), variables));
            }
        });
        return variables;
    }

    private Map<String, String> all(String namespace, JsonNode source) {
        boolean secret = source.has("secretRef");
        JsonNode reference = source.path(secret ? "secretRef" : "configMapRef");
        Map<String, String> values = new LinkedHashMap<>();
        content(namespace, secret, reference)
                .forEach((key, bytes) ->
                        values.put(source.path("prefix").asText("") + key, new String(bytes, StandardCharsets.UTF_8)));
        return values;
    }

    private Optional<String> referred(ObjectNode pod, JsonNode from) {
        if (from.has("fieldRef")) {
            return Optional.of(field(pod, from.at("/fieldRef/fieldPath").asText()));
        }
        if (!from.has("secretKeyRef") && !from.has("configMapKeyRef")) {
            throw new StartFailedException("the embedded cluster does not model variables from " + from);
        }
        boolean secret = from.has("secretKeyRef");
        JsonNode reference = from.path(secret ? "secretKeyRef" : "configMapKeyRef");
        String key = reference.path("key").asText();
        byte[] value = content(Json.text(pod, "/metadata/namespace"), secret, reference)
                .get(key);
        if (value == null && !reference.path("optional").asBoolean(false)) {
            throw new StartFailedException("couldn't find key " + key + " in " + (secret ? "Secret " : "ConfigMap ")
                    + Json.text(pod, "/metadata/namespace") + "/"
                    + reference.path("name").asText());
        }
        return Optional.ofNullable(value).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** What a Secret or ConfigMap holds; nothing if it is missing and may be. */
    Map<String, byte[]> content(String namespace, boolean secret, JsonNode reference) {
        String name =
                reference.path(reference.has("name") ? "name" : "secretName").asText();
        Optional<ObjectNode> object =
                objects.get(secret ? ResourceType.SECRET : ResourceType.CONFIG_MAP, namespace, name);
        if (object.isEmpty() && !reference.path("optional").asBoolean(false)) {
            throw new StartFailedException((secret ? "secret" : "configmap") + " \"" + name + "\" not found");
        }
        Map<String, byte[]> content = new LinkedHashMap<>();
        object.ifPresent(found -> {
            Json.strings(found, "/data")
                    .forEach((key, value) -> content.put(
                            key, secret ? Base64.getDecoder().decode(value) : value.getBytes(StandardCharsets.UTF_8)));
            Json.strings(found, "/binaryData")
                    .forEach(
                            (key, value) -> content.put(key, Base64.getDecoder().decode(value)));
        });
        return content;
    }

    private static String field(ObjectNode pod, String path) {
        Matcher entry =
                Pattern.compile("metadata\\.(labels|annotations)\\['(.+)']").matcher(path);
        if (entry.matches()) {
            return pod.path("metadata")
                    .path(entry.group(1))
                    .path(entry.group(2))
                    .asText("");
        }
        return switch (path) {
            case "status.podIP", "status.hostIP" -> PodStatus.ADDRESS;
            default -> Json.text(pod, "/" + path.replace('.', '/'));
        };
    }

    static String expand(String text, Map<String, String> variables) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(2) == null ? "$" : variables.getOrDefault(match.group(2), match.group())));
    }

    static List<String> expand(JsonNode words, Map<String, String> variables) {
        return Json.items(words, "")
                .map(word -> expand(word.asText(), variables))
                .toList();
    }
}
