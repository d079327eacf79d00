package io.jenkins.plugins.consistentbackup.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Metadata;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.controller.ClusterObjects;
import io.jenkins.plugins.consistentbackup.embedded.controller.Json;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import java.util.Set;

/** The classes that a new cluster has: one of each kind for each driver, under the same name. */
final class ClusterFurniture {
    private final ClusterObjects objects;
    private final Set<String> waiting;

    ClusterFurniture(ClusterObjects objects, Set<String> waitForFirstConsumer) {
        this.objects = objects.as("embedded-cluster");
        this.waiting = waitForFirstConsumer;
    }

    void create() {
        create(EmbeddedCluster.ATOMIC_CLASS, Storage.ATOMIC, true);
        create(EmbeddedCluster.TORN_CLASS, Storage.TORN, false);
    }

    private void create(String name, String driver, boolean isDefault) {
        ObjectNode csiDriver = named(ResourceType.CSI_DRIVER, driver);
        csiDriver.putObject("spec").put("attachRequired", false);
        objects.create(ResourceType.CSI_DRIVER, csiDriver);

        ObjectNode storage = named(ResourceType.STORAGE_CLASS, name)
                .put("provisioner", driver)
                .put("reclaimPolicy", "Delete")
                .put("allowVolumeExpansion", false)
                .put("volumeBindingMode", waiting.contains(name) ? "WaitForFirstConsumer" : "Immediate");
        if (isDefault) {
            Metadata.of(storage).putAnnotation("storageclass.kubernetes.io/is-default-class", "true");
        }
        objects.create(ResourceType.STORAGE_CLASS, storage);

        ObjectNode snapshots = named(ResourceType.VOLUME_SNAPSHOT_CLASS, name)
                .put("driver", driver)
                .put("deletionPolicy", "Delete");
        // Defaults are looked for among the classes of the volume's driver: each driver has its own.
        Metadata.of(snapshots).putAnnotation("snapshot.storage.kubernetes.io/is-default-class", "true");
        objects.create(ResourceType.VOLUME_SNAPSHOT_CLASS, snapshots);

        ObjectNode groups = named(ResourceType.VOLUME_GROUP_SNAPSHOT_CLASS, name)
                .put("driver", driver)
                .put("deletionPolicy", "Delete");
        Metadata.of(groups).putAnnotation("groupsnapshot.storage.kubernetes.io/is-default-class", "true");
        objects.create(ResourceType.VOLUME_GROUP_SNAPSHOT_CLASS, groups);
    }

    private static ObjectNode named(ResourceType type, String name) {
        ObjectNode object = Json.object().put("apiVersion", type.apiVersion()).put("kind", type.kind());
        Metadata.of(object).node().put("name", name);
        return object;
    }
}
