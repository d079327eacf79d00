package io.jenkins.plugins.consistentbackup.embedded.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Isolation;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import io.jenkins.plugins.consistentbackup.embedded.storage.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the volumes of pods available as directories of the sandbox. */
final class PodVolumes {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** A volume cannot be mounted yet, and why; the kubelet tries again. */
    static final class NotMountedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotMountedException(String message) {
            super(message);
        }
    }

    /**
     * The mounted volumes of one pod.
     *
     * @param paths volume name → directory of the sandbox
     * @param readOnly names of volumes that are mounted read-only as a whole
     * @param handles of the driver's volumes among them
     */
    record Mounted(Map<String, Path> paths, Set<String> readOnly, Set<String> handles) {}

    private final ClusterObjects objects;
    private final Storage storage;
    private final Sandbox sandbox;

    PodVolumes(ClusterObjects objects, Storage storage, Sandbox sandbox) {
        this.objects = objects;
        this.storage = storage;
        this.sandbox = sandbox;
    }

    /** @throws NotMountedException if one is missing, not bound or not modelled */
    Mounted mount(ObjectNode pod, Path directory) {
        Mounted mounted = new Mounted(new LinkedHashMap<>(), new HashSet<>(), new HashSet<>());
        Json.items(pod, "/spec/volumes").forEach(volume -> mount(pod, directory, volume, mounted));
        JsonNode group = pod.at("/spec/securityContext/fsGroup");
        if (group.isInt() && sandbox.isolation() == Isolation.ROOT) {
            mounted.paths().forEach((name, path) -> {
                if (!mounted.readOnly().contains(name)) {
                    giveToGroup(path, group.asInt());
                }
            });
        }
        return mounted;
    }

    private void mount(ObjectNode pod, Path directory, JsonNode volume, Mounted mounted) {
        String name = volume.path("name").asText();
        Path own = directory.resolve("volumes").resolve(name);
        if (volume.has("persistentVolumeClaim")) {
            JsonNode source = volume.get("persistentVolumeClaim");
            Volume found = claimed(
                    Json.text(pod, "/metadata/namespace"),
                    source.path("claimName").asText());
            mounted.paths().put(name, found.path());
            mounted.handles().add(found.handle());
            if (source.path("readOnly").asBoolean(false)) {
                mounted.readOnly().add(name);
            }
        } else if (volume.has("emptyDir")) {
            sandbox.run(LIMIT, "mkdir", "-p", "-m", "777", own.toString());
            mounted.paths().put(name, own);
        } else if (volume.has("configMap") || volume.has("secret")) {
            write(pod, volume, own);
            mounted.paths().put(name, own);
            mounted.readOnly().add(name);
        } else {
            throw new NotMountedException("MountVolume.SetUp failed for volume \"" + name
                    + "\" : the embedded cluster models persistentVolumeClaim, emptyDir, configMap and secret only");
        }
    }

    private Volume claimed(String namespace, String claimName) {
        ObjectNode claim = objects.get(ResourceType.PERSISTENT_VOLUME_CLAIM, namespace, claimName)
                .orElseThrow(() -> new NotMountedException("persistentvolumeclaim \"" + claimName + "\" not found"));
        if (!Json.text(claim, "/status/phase").equals("Bound")) {
            throw new NotMountedException("persistentvolumeclaim \"" + claimName + "\" is not bound");
        }
        String volumeName = Json.text(claim, "/spec/volumeName");
        ObjectNode volume = objects.get(ResourceType.PERSISTENT_VOLUME, "", volumeName)
                .orElseThrow(() -> new NotMountedException("persistentvolume \"" + volumeName + "\" not found"));
        if (!Json.text(volume, "/spec/claimRef/uid").equals(Json.text(claim, "/metadata/uid"))) {
            throw new NotMountedException(
                    "persistentvolume \"" + volumeName + "\" is bound to another claim than \"" + claimName + "\"");
        }
        String handle = Json.text(volume, "/spec/csi/volumeHandle");
        return storage.driver(Json.text(volume, "/spec/csi/driver"))
                .flatMap(driver -> driver.volume(handle))
                .orElseThrow(() -> new NotMountedException("MountVolume.MountDevice failed for volume \"" + volumeName
                        + "\" : volume " + handle + " does not exist"));
    }

    private void write(ObjectNode pod, JsonNode volume, Path target) {
        boolean secret = volume.has("secret");
        JsonNode source = volume.path(secret ? "secret" : "configMap");
        try {
            Map<String, byte[]> content =
                    new Variables(objects).content(Json.text(pod, "/metadata/namespace"), secret, source);
            Files.createDirectories(target);
            List<JsonNode> items = new ArrayList<>();
            source.path("items").forEach(items::add);
            if (items.isEmpty()) {
                content.keySet()
                        .forEach(key -> items.add(Json.object().put("key", key).put("path", key)));
            }
            for (JsonNode item : items) {
                byte[] bytes = content.get(item.path("key").asText());
                if (bytes == null) {
                    throw new NotMountedException("MountVolume.SetUp failed for volume \""
                            + volume.path("name").asText() + "\" : references non-existent config key: "
                            + item.path("key").asText());
                }
                int mode = item.path("mode").asInt(source.path("defaultMode").asInt(0644));
                write(target.resolve(item.path("path").asText()), bytes, mode);
            }
        } catch (StartFailedException e) {
            throw new NotMountedException("MountVolume.SetUp failed for volume \""
                    + volume.path("name").asText() + "\" : " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] bytes, int mode) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] inOrder = PosixFilePermission.values(); // owner read first, others execute last
        for (int bit = 0; bit < inOrder.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                permissions.add(inOrder[bit]);
            }
        }
        Files.setPosixFilePermissions(file, permissions);
    }

    /** What the kubelet does for fsGroup (SetVolumeOwnership in k8s.io/kubernetes pkg/volume). */
    private void giveToGroup(Path path, int group) {
        sandbox.run(
                LIMIT,
                "sh",
                "-c",
                "chgrp -R \"$2\" \"$1\" && chmod -R g+rwX \"$1\" && find \"$1\" -type d -exec chmod g+s {} +",
                "group",
                path.toString(),
                Integer.toString(group));
    }

    /** Where a container's mounts lie: the volume, or a directory in it that is made if it is missing. */
    List<ContainerSpec.Mount> mounts(JsonNode container, Mounted mounted) {
        List<ContainerSpec.Mount> mounts = new ArrayList<>();
        Json.items(container, "/volumeMounts").forEach(mount -> {
            String name = mount.path("name").asText();
            Path source = mounted.paths().get(name);
            if (source == null) {
                throw new StartFailedException("no volume of the pod is called \"" + name + "\"");
            }
            String subPath = mount.path("subPath").asText("");
            if (!subPath.isEmpty()) {
                source = source.resolve(subPath);
                sandbox.run(
                        LIMIT,
                        "sh",
                        "-c",
                        "[ -e \"$2\" ] || { mkdir -p \"$2\" && chmod --reference=\"$1\" \"$2\" && chown --reference=\"$1\" \"$2\"; }",
                        "subpath",
                        mounted.paths().get(name).toString(),
                        source.toString());
            }
            boolean readOnly = mount.path("readOnly").asBoolean(false)
                    || mounted.readOnly().contains(name);
            mounts.add(new ContainerSpec.Mount(source, mount.path("mountPath").asText(), readOnly));
        });
        return mounts;
    }
}
