package io.jenkins.plugins.consistentbackup.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions;
import java.util.List;

/** Removes a namespace of a run, with the volumes and snapshot contents that would stay because they are kept. */
final class NamespaceEnd {
    private final EmbeddedCluster cluster;
    private final String namespace;

    NamespaceEnd(final EmbeddedCluster cluster, final String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    void begin() {
        release(ResourceType.PERSISTENT_VOLUME, "/spec/claimRef/namespace", "persistentVolumeReclaimPolicy");
        release(ResourceType.VOLUME_SNAPSHOT_CONTENT, "/spec/volumeSnapshotRef/namespace", "deletionPolicy");
        try {
            delete(ResourceType.NAMESPACE, namespace);
        } catch (ApiException e) {
            return; // Somebody deleted it before.
        }
    }

    private void release(final ResourceType type, final String namespacePath, final String policy) {
        List<ObjectNode> objects = cluster.store().list(type, null, Selector.everything());
        for (ObjectNode object : objects) {
            if (object.at(namespacePath).asText().equals(namespace)) {
                String name = object.at("/metadata/name").asText();
                try {
                    cluster.store().edit(type, null, name, found -> {
                        found.withObject("/spec").put(policy, "Delete");
                        return found;
                    });
                } catch (ApiException e) {
                    continue; // It went by itself.
                }
            }
        }
    }

    private void delete(final ResourceType type, final String name) {
        cluster.store().delete(type, null, name, DeleteOptions.DEFAULTS);
    }
}
