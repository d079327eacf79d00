package io.jenkins.plugins.consistentbackup.embedded.controller.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import java.util.List;
import java.util.Optional;

/** The class of a snapshot or group: the one it names, else the default of its volume's driver. */
final class SnapshotClasses {
    private final ClusterObjects objects;
    private final ResourceType type;
    private final String defaultAnnotation;

    /** @param type VolumeSnapshotClass or VolumeGroupSnapshotClass */
    SnapshotClasses(ClusterObjects objects, ResourceType type, String defaultAnnotation) {
        this.objects = objects;
        this.type = type;
        this.defaultAnnotation = defaultAnnotation;
    }

    /** @throws RefusedException if there is none, more than one default, or one of another driver */
    ObjectNode choose(Optional<String> named, String driver) {
        if (named.isEmpty()) {
            return defaultOf(driver);
        }
        ObjectNode found = objects.get(type, "", named.get())
                .orElseThrow(() -> new RefusedException("failed to get input parameters to create snapshot: failed to"
                        + " retrieve snapshot class " + named.get() + " from the informer: \""
                        + type.qualifiedName() + " \\\"" + named.get() + "\\\" not found\""));
        if (!Json.text(found, "/driver").equals(driver)) {
            throw new RefusedException("snapshot class " + named.get() + " is for driver " + Json.text(found, "/driver")
                    + ", the volume's driver is " + driver);
        }
        return found;
    }

    private ObjectNode defaultOf(String driver) {
        List<ObjectNode> defaults = objects.listAll(type).stream()
                .filter(each -> Metadata.of(each).annotation(defaultAnnotation).equals(Optional.of("true")))
                .filter(each -> Json.text(each, "/driver").equals(driver))
                .toList();
        if (defaults.isEmpty()) {
            throw new RefusedException("cannot find default snapshot class");
        }
        if (defaults.size() > 1) {
            throw new RefusedException(defaults.size() + " default snapshot classes were found");
        }
        return defaults.get(0);
    }
}
