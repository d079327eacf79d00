package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan is made from: the objects of a namespace as they were seen at about one time.
 *
 * @param namespace which
 * @param claims by name
 * @param pods all
 * @param workloads those that can be scaled
 * @param autoscalers all
 * @param snapshots by name
 * @param volumes of the claims, by name; empty in the namespace profile
 * @param classes by name; empty in the namespace profile
 */
record NamespaceView(
        String namespace,
        Map<String, PersistentVolumeClaim> claims,
        List<Pod> pods,
        List<Workload> workloads,
        List<HorizontalPodAutoscaler> autoscalers,
        Map<String, VolumeSnapshot> snapshots,
        Map<String, PersistentVolume> volumes,
        Map<String, StorageClass> classes) {

    Optional<Workload> workload(final String kind, final String name) {
        return workloads.stream()
                .filter(workload ->
                        workload.kind().equals(kind) && workload.name().equals(name))
                .findFirst();
    }

    /** The pods that use one of these claims. */
    List<Pod> usersOf(final List<String> claimNames) {
        return pods.stream()
                .filter(pod -> Pods.claimsOf(pod).stream().anyMatch(claimNames::contains))
                .toList();
    }

    /** The workload that must be scaled for a pod to go; empty when none makes it that can be scaled. */
    Optional<Workload> workloadOf(final Pod pod) {
        return Pods.controller(pod)
                .flatMap(owner -> workload(owner))
                .map(workload -> controllerAbove(workload).orElse(workload));
    }

    private Optional<Workload> workload(final OwnerReference owner) {
        return workload(owner.getKind(), owner.getName());
    }

    /** A ReplicaSet of a Deployment would be scaled up again by it. */
    private Optional<Workload> controllerAbove(final Workload workload) {
        return workload.controller()
                .flatMap(owner -> workloads.stream()
                        .filter(candidate -> candidate.toString().equals(owner))
                        .findFirst());
    }

    /** Whether claims of a class are bound without a pod that uses them; false when that is not known. */
    boolean bindsByItself(final String storageClass) {
        StorageClass found = classes.get(storageClass == null ? "" : storageClass);
        return found != null && "Immediate".equals(found.getVolumeBindingMode());
    }
}
