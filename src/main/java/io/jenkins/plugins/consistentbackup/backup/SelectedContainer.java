package io.jenkins.plugins.consistentbackup.backup;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.util.List;
import java.util.Map;

/**
 * A container whose database is to be held.
 *
 * @param pod its pod
 * @param name its name
 * @param workload what owns the pod
 * @param template how it is held
 * @param namespaceText text of the template when it is one of the namespace, otherwise empty
 * @param parameters complete values for the template
 * @param mounts its claims and where they are mounted
 */
record SelectedContainer(
        Pod pod,
        String name,
        WorkloadRef workload,
        HookTemplate template,
        String namespaceText,
        Map<String, String> parameters,
        List<ClaimMount> mounts) {

    /**
     * @param claim name of the claim
     * @param path where it is mounted
     */
    record ClaimMount(String claim, String path) {}

    ContainerRef reference() {
        return new ContainerRef(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                name);
    }

    /** Its image as the pod says it. */
    String image() {
        return pod.getSpec().getContainers().stream()
                .filter(candidate -> candidate.getName().equals(name))
                .map(Container::getImage)
                .findFirst()
                .orElse("");
    }
}
