package io.jenkins.plugins.consistentbackup.backup;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.consistentbackup.catalog.SavedWorkload;
import io.jenkins.plugins.consistentbackup.catalog.SavedWorkload.ContainerImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the manifest says of the workloads, so that a restore can tell whether they are still the same. */
final class SavedWorkloads {
    private SavedWorkloads() {}

    /** Each workload of the containers once; of those whose kind is not read, the pod stands for itself. */
    static List<SavedWorkload> of(final Inventory inventory, final List<SelectedContainer> containers) {
        Map<WorkloadRef, SavedWorkload> saved = new LinkedHashMap<>();
        for (SelectedContainer container : containers) {
            HasMetadata workload = inventory.workload(container.workload()).orElse(container.pod());
            saved.computeIfAbsent(container.workload(), reference -> save(workload, container.pod()));
        }
        return List.copyOf(saved.values());
    }

    private static SavedWorkload save(final HasMetadata workload, final Pod pod) {
        return new SavedWorkload(
                workload.getKind(),
                workload.getMetadata().getName(),
                workload.getMetadata().getUid(),
                replicas(workload),
                images(pod),
                claimTemplates(workload));
    }

    private static int replicas(final HasMetadata workload) {
        Optional<Integer> replicas = Optional.empty();
        if (workload instanceof StatefulSet set) {
            replicas = Optional.ofNullable(set.getSpec().getReplicas());
        } else if (workload instanceof Deployment deployment) {
            replicas = Optional.ofNullable(deployment.getSpec().getReplicas());
        } else if (workload instanceof ReplicaSet set) {
            replicas = Optional.ofNullable(set.getSpec().getReplicas());
        }
        return replicas.orElse(1);
    }

    private static List<ContainerImage> images(final Pod pod) {
        return pod.getSpec().getContainers().stream()
                .map(container -> new ContainerImage(
                        container.getName(), container.getImage(), imageId(pod, container.getName())))
                .toList();
    }

    private static String imageId(final Pod pod, final String container) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(container))
                .map(ContainerStatus::getImageID)
                .map(id -> id == null ? "" : id)
                .findFirst()
                .orElse("");
    }

    private static List<String> claimTemplates(final HasMetadata workload) {
        return workload instanceof StatefulSet set
                ? set.getSpec().getVolumeClaimTemplates().stream()
                        .map(PersistentVolumeClaim::getMetadata)
                        .map(metadata -> metadata.getName())
                        .toList()
                : List.of();
    }
}
