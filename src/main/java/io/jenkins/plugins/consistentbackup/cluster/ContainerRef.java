package io.jenkins.plugins.consistentbackup.cluster;

import java.io.Serializable;

/**
 * One container of one pod. The uid tells a pod from its successor of the same name.
 *
 * @param namespace namespace
 * @param pod pod name
 * @param podUid uid of the pod
 * @param container container name
 */
public record ContainerRef(String namespace, String pod, String podUid, String container) implements Serializable {
    @Override
    public String toString() {
        return namespace + "/" + pod + " (" + container + ")";
    }
}
