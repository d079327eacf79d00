package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.DeleteOptions;

/** What happens to the namespace of a run beside one of its requests. */
enum Mishap {
    NONE,
    /** As when its node is gone: the pod is deleted, and another of its name is started. */
    POD_GONE,
    /** Somebody deletes it, with everything in it. */
    NAMESPACE_GONE;

    void happen(final EmbeddedCluster cluster, final String namespace) {
        try {
            switch (this) {
                case NONE -> {}
                case POD_GONE ->
                    cluster.store().delete(ResourceType.POD, namespace, RowsDatabase.POD, DeleteOptions.DEFAULTS);
                case NAMESPACE_GONE ->
                    cluster.store().delete(ResourceType.NAMESPACE, null, namespace, DeleteOptions.DEFAULTS);
            }
        } catch (ApiException e) {
            System.out.println("nothing is gone in " + namespace + ": " + e.getMessage()); // No pod runs in a restore.
        }
    }
}
