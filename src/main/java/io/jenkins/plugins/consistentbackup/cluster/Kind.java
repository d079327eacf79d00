package io.jenkins.plugins.consistentbackup.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshot;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotClass;
import io.fabric8.volumesnapshot.api.model.VolumeSnapshotContent;

/**
 * A kind of object that this product reads or writes.
 *
 * @param <T> how it looks in Java
 * @param group API group, empty for the core group
 * @param version version within the group
 * @param plural resource name, as in URLs and Roles
 * @param namespaced whether it lives in a namespace
 * @param type how it looks in Java
 */
public record Kind<T extends HasMetadata>(
        String group, String version, String plural, boolean namespaced, Class<T> type) {

    public static final Kind<Namespace> NAMESPACES = new Kind<>("", "v1", "namespaces", false, Namespace.class);
    public static final Kind<Pod> PODS = new Kind<>("", "v1", "pods", true, Pod.class);
    public static final Kind<PersistentVolumeClaim> CLAIMS =
            new Kind<>("", "v1", "persistentvolumeclaims", true, PersistentVolumeClaim.class);
    public static final Kind<PersistentVolume> VOLUMES =
            new Kind<>("", "v1", "persistentvolumes", false, PersistentVolume.class);
    public static final Kind<Event> EVENTS = new Kind<>("", "v1", "events", true, Event.class);
    public static final Kind<ConfigMap> CONFIG_MAPS = new Kind<>("", "v1", "configmaps", true, ConfigMap.class);
    public static final Kind<StatefulSet> STATEFUL_SETS =
            new Kind<>("apps", "v1", "statefulsets", true, StatefulSet.class);
    public static final Kind<Deployment> DEPLOYMENTS = new Kind<>("apps", "v1", "deployments", true, Deployment.class);
    public static final Kind<ReplicaSet> REPLICA_SETS = new Kind<>("apps", "v1", "replicasets", true, ReplicaSet.class);
    public static final Kind<DaemonSet> DAEMON_SETS = new Kind<>("apps", "v1", "daemonsets", true, DaemonSet.class);
    public static final Kind<HorizontalPodAutoscaler> AUTOSCALERS =
            new Kind<>("autoscaling", "v2", "horizontalpodautoscalers", true, HorizontalPodAutoscaler.class);
    public static final Kind<Lease> LEASES = new Kind<>("coordination.k8s.io", "v1", "leases", true, Lease.class);
    public static final Kind<StorageClass> STORAGE_CLASSES =
            new Kind<>("storage.k8s.io", "v1", "storageclasses", false, StorageClass.class);
    public static final Kind<VolumeSnapshot> SNAPSHOTS =
            new Kind<>("snapshot.storage.k8s.io", "v1", "volumesnapshots", true, VolumeSnapshot.class);
    public static final Kind<VolumeSnapshotContent> SNAPSHOT_CONTENTS =
            new Kind<>("snapshot.storage.k8s.io", "v1", "volumesnapshotcontents", false, VolumeSnapshotContent.class);
    public static final Kind<VolumeSnapshotClass> SNAPSHOT_CLASSES =
            new Kind<>("snapshot.storage.k8s.io", "v1", "volumesnapshotclasses", false, VolumeSnapshotClass.class);

    /** Group snapshots, for which the client has no classes: {@code resource} is volumegroupsnapshots, …contents or …classes. */
    public static Kind<GenericKubernetesResource> groupSnapshot(
            final String version, final String resource, final boolean namespaced) {
        return new Kind<>(
                "groupsnapshot.storage.k8s.io", version, resource, namespaced, GenericKubernetesResource.class);
    }

    /** As in {@code apiVersion}: {@code v1}, {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As kubectl names it: {@code pods}, {@code statefulsets.apps}. */
    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
