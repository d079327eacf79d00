package io.jenkins.plugins.consistentbackup.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A StatefulSet with one container, {@code main}, and a claim for each of its volumes, as a text to be applied. */
public final class StatefulSetManifest {
    private final String name;
    private final Map<String, Object> container = new LinkedHashMap<>();
    private final Map<String, Object> pod = new LinkedHashMap<>();
    private final List<Object> environment = new ArrayList<>();
    private final List<Object> mounts = new ArrayList<>();
    private final List<Object> claims = new ArrayList<>();
    private int replicas = 1;

    private StatefulSetManifest(final String name, final String image) {
        this.name = name;
        container.put("name", "main");
        container.put("image", image);
        pod.put("terminationGracePeriodSeconds", 5);
    }

    public static StatefulSetManifest of(final String name, final String image) {
        return new StatefulSetManifest(name, image);
    }

    public StatefulSetManifest variable(final String variable, final String value) {
        environment.add(Map.of("name", variable, "value", value));
        return this;
    }

    /** A claim {@code volume-NAME-0} of the default storage class, mounted there. */
    public StatefulSetManifest volume(final String volume, final String path) {
        mounts.add(Map.of("name", volume, "mountPath", path));
        claims.add(Map.of(
                "metadata",
                Map.of("name", volume),
                "spec",
                Map.of(
                        "accessModes",
                        List.of("ReadWriteOnce"),
                        "resources",
                        Map.of("requests", Map.of("storage", "1Gi")))));
        return this;
    }

    /** In place of one. */
    public StatefulSetManifest replicas(final int number) {
        replicas = number;
        return this;
    }

    /** In place of the image's entry point. */
    public StatefulSetManifest command(final String... words) {
        container.put("command", List.of(words));
        return this;
    }

    /** For the image's entry point. */
    public StatefulSetManifest arguments(final String... words) {
        container.put("args", List.of(words));
        return this;
    }

    /** How long its pods may take to stop; 5 seconds if nothing is said. */
    public StatefulSetManifest gracePeriod(final int seconds) {
        pod.put("terminationGracePeriodSeconds", seconds);
        return this;
    }

    /** Ready when this command, run in the container, ends with status 0; patient, for machines that are busy. */
    public StatefulSetManifest readyWhen(final String... command) {
        container.put("readinessProbe", probe(command));
        return this;
    }

    private static Map<String, Object> probe(final String... command) {
        return Map.of(
                "exec",
                Map.of("command", List.of(command)),
                "periodSeconds",
                1,
                "timeoutSeconds",
                20,
                "failureThreshold",
                30);
    }

    /** The manifest in a namespace. JSON, which is YAML too. */
    public String text(final String namespace) {
        if (!environment.isEmpty()) {
            container.put("env", environment);
        }
        container.put("volumeMounts", mounts);
        pod.put("containers", List.of(container));
        Map<String, String> labels = Map.of("app", name);
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("replicas", replicas);
        spec.put("serviceName", name);
        spec.put("selector", Map.of("matchLabels", labels));
        spec.put("template", Map.of("metadata", Map.of("labels", labels), "spec", pod));
        spec.put("volumeClaimTemplates", claims);
        try {
            return new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "apiVersion",
                            "apps/v1",
                            "kind",
                            "StatefulSet",
                            "metadata",
                            Map.of("name", name, "namespace", namespace),
                            "spec",
                            spec));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
