package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.image.Image;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** Puts together what a container of a pod needs, from its specification, its image and its pod's volumes. */
final class PodContainerStart implements ContainerStart {
    private final NodeParts parts;
    private final ObjectNode pod;
    private final JsonNode container;
    private final PodVolumes.Mounted mounted;
    private final Path directory;
    private OptionalInt chosen = OptionalInt.empty();
    private Set<Integer> ownPorts = Set.of();

    PodContainerStart(NodeParts parts, ObjectNode pod, JsonNode container, PodVolumes.Mounted mounted, Path directory) {
        this.parts = parts;
        this.pod = pod;
        this.container = container;
        this.mounted = mounted;
        this.directory = directory;
    }

    @Override
    public ContainerProcess start(Image image, ContainerLog log) {
        String name = container.path("name").asText();
        Map<String, String> known = new LinkedHashMap<>(image.environment());
        choosePort(image, known);
        Map<String, String> variables = new Variables(parts.objects()).of(pod, container, known);
        String hostname =
                Json.find(pod, "/spec/hostname").orElse(Metadata.of(pod).name());
        variables.putIfAbsent("HOSTNAME", hostname);
        List<String> command = command(image, variables);
        String working = container.path("workingDir").asText("");
        ContainerSpec spec = new ContainerSpec(
                name,
                hostname,
                image,
                command,
                variables,
                working.isEmpty() ? image.workingDirectory() : working,
                Identities.of(pod, container, image),
                container.at("/securityContext/readOnlyRootFilesystem").asBoolean(false),
                parts.volumes().mounts(container, mounted));
        return ContainerProcess.start(parts.sandbox(), spec, directory.resolve(name), log);
    }

    /** {@code command} replaces the image's entry point and its arguments, {@code args} the arguments alone. */
    private List<String> command(Image image, Map<String, String> variables) {
        boolean ownCommand = !container.path("command").isEmpty();
        boolean ownArguments = !container.path("args").isEmpty();
        List<String> words = new ArrayList<>(
                ownCommand ? Variables.expand(container.path("command"), variables) : image.entrypoint());
        if (ownArguments) {
            words.addAll(Variables.expand(container.path("args"), variables));
        } else if (!ownCommand) {
            words.addAll(image.command());
        }
        return words;
    }

    /** Before the pod's own variables, so that they can refer to it as {@code $(PORT)}. */
    private void choosePort(Image image, Map<String, String> variables) {
        ownPorts = Json.items(container, "/ports")
                .map(port -> port.path("containerPort").asInt())
                .collect(Collectors.toSet());
        image.port().ifPresent(ownPorts::add);
        if (ownPorts.isEmpty()) {
            return;
        }
        Metadata metadata = Metadata.of(pod);
        int port = parts.ports()
                .of(
                        metadata.namespace(),
                        metadata.name(),
                        container.path("name").asText());
        chosen = OptionalInt.of(port);
        variables.putIfAbsent("PORT", Integer.toString(port));
        image.portVariables().forEach(variable -> variables.putIfAbsent(variable, Integer.toString(port)));
    }

    /** The port that was chosen, if the container or its image names any. */
    OptionalInt chosenPort() {
        return chosen;
    }

    @Override
    public IntUnaryOperator port() {
        return number -> chosen.isPresent() && ownPorts.contains(number) ? chosen.getAsInt() : number;
    }
}
