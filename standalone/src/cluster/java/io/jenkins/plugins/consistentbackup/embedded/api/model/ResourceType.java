package io.jenkins.plugins.consistentbackup.embedded.api.model;

import java.util.List;

/**
 * A kind of object that the API server keeps.
 *
 * @param group the API group, empty for the core
 * @param version the version that objects of this type are shown in; versions of one group and plural are views of the
 *     same objects
 * @param hasStatus whether status is written through the subresource alone
 * @param hasGeneration whether metadata.generation counts the changes of the specification
 * @param scalable whether there is a subresource {@code scale}
 * @param shortNames what kubectl accepts for it
 */
public record ResourceType(
        String group,
        String version,
        String plural,
        String kind,
        boolean namespaced,
        boolean hasStatus,
        boolean hasGeneration,
        boolean scalable,
        List<String> shortNames) {

    public static final ResourceType NAMESPACE =
            cluster("", "v1", "namespaces", "Namespace", "ns").withStatus();
    public static final ResourceType NODE =
            cluster("", "v1", "nodes", "Node", "no").withStatus();
    public static final ResourceType PERSISTENT_VOLUME =
            cluster("", "v1", "persistentvolumes", "PersistentVolume", "pv").withStatus();
    public static final ResourceType POD =
            namespaced("", "v1", "pods", "Pod", "po").withStatus().withGeneration();
    public static final ResourceType PERSISTENT_VOLUME_CLAIM = namespaced(
                    "", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", "pvc")
            .withStatus();
    public static final ResourceType CONFIG_MAP = namespaced("", "v1", "configmaps", "ConfigMap", "cm");
    public static final ResourceType SECRET = namespaced("", "v1", "secrets", "Secret");
    public static final ResourceType SERVICE =
            namespaced("", "v1", "services", "Service", "svc").withStatus();
    public static final ResourceType SERVICE_ACCOUNT = namespaced("", "v1", "serviceaccounts", "ServiceAccount", "sa");
    public static final ResourceType EVENT = namespaced("", "v1", "events", "Event", "ev");

    public static final ResourceType STATEFUL_SET = namespaced("apps", "v1", "statefulsets", "StatefulSet", "sts")
            .withStatus()
            .withGeneration()
            .withScale();
    public static final ResourceType DEPLOYMENT = namespaced("apps", "v1", "deployments", "Deployment", "deploy")
            .withStatus()
            .withGeneration()
            .withScale();
    public static final ResourceType REPLICA_SET = namespaced("apps", "v1", "replicasets", "ReplicaSet", "rs")
            .withStatus()
            .withGeneration();
    public static final ResourceType DAEMON_SET = namespaced("apps", "v1", "daemonsets", "DaemonSet", "ds")
            .withStatus()
            .withGeneration();
    public static final ResourceType JOB =
            namespaced("batch", "v1", "jobs", "Job").withStatus().withGeneration();
    public static final ResourceType CRON_JOB =
            namespaced("batch", "v1", "cronjobs", "CronJob", "cj").withStatus().withGeneration();
    public static final ResourceType HORIZONTAL_POD_AUTOSCALER = namespaced(
                    "autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", "hpa")
            .withStatus();
    public static final ResourceType POD_DISRUPTION_BUDGET = namespaced(
                    "policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", "pdb")
            .withStatus()
            .withGeneration();
    public static final ResourceType LEASE = namespaced("coordination.k8s.io", "v1", "leases", "Lease");

    public static final ResourceType STORAGE_CLASS =
            cluster("storage.k8s.io", "v1", "storageclasses", "StorageClass", "sc");
    public static final ResourceType CSI_DRIVER = cluster("storage.k8s.io", "v1", "csidrivers", "CSIDriver");

    public static final ResourceType ROLE = namespaced("rbac.authorization.k8s.io", "v1", "roles", "Role");
    public static final ResourceType ROLE_BINDING =
            namespaced("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding");
    public static final ResourceType CLUSTER_ROLE =
            cluster("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole");
    public static final ResourceType CLUSTER_ROLE_BINDING =
            cluster("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding");

    /** Asked, never kept. */
    public static final ResourceType SELF_SUBJECT_ACCESS_REVIEW =
            cluster("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview");

    /** Asked, never kept. */
    public static final ResourceType SELF_SUBJECT_RULES_REVIEW =
            cluster("authorization.k8s.io", "v1", "selfsubjectrulesreviews", "SelfSubjectRulesReview");

    public static final ResourceType CUSTOM_RESOURCE_DEFINITION = cluster(
                    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", "crd")
            .withStatus()
            .withGeneration();

    public static final ResourceType VOLUME_SNAPSHOT = namespaced(
                    "snapshot.storage.k8s.io", "v1", "volumesnapshots", "VolumeSnapshot", "vs")
            .withStatus()
            .withGeneration();
    public static final ResourceType VOLUME_SNAPSHOT_CONTENT = cluster(
                    "snapshot.storage.k8s.io", "v1", "volumesnapshotcontents", "VolumeSnapshotContent", "vsc")
            .withStatus()
            .withGeneration();
    public static final ResourceType VOLUME_SNAPSHOT_CLASS = cluster(
                    "snapshot.storage.k8s.io", "v1", "volumesnapshotclasses", "VolumeSnapshotClass", "vsclass")
            .withGeneration();

    public static final ResourceType VOLUME_GROUP_SNAPSHOT = namespaced(
                    "groupsnapshot.storage.k8s.io", "v1", "volumegroupsnapshots", "VolumeGroupSnapshot", "vgs")
            .withStatus()
            .withGeneration();
    public static final ResourceType VOLUME_GROUP_SNAPSHOT_CONTENT = cluster(
                    "groupsnapshot.storage.k8s.io",
                    "v1",
                    "volumegroupsnapshotcontents",
                    "VolumeGroupSnapshotContent",
                    "vgsc")
            .withStatus()
            .withGeneration();
    public static final ResourceType VOLUME_GROUP_SNAPSHOT_CLASS = cluster(
                    "groupsnapshot.storage.k8s.io",
                    "v1",
                    "volumegroupsnapshotclasses",
                    "VolumeGroupSnapshotClass",
                    "vgsclass")
            .withGeneration();

    /** A type of objects that live in a namespace, as yet without subresources. */
    public static ResourceType namespaced(
            String group, String version, String plural, String kind, String... shortNames) {
        return new ResourceType(group, version, plural, kind, true, false, false, false, List.of(shortNames));
    }

    /** A type of objects that live in no namespace, as yet without subresources. */
    public static ResourceType cluster(String group, String version, String plural, String kind, String... shortNames) {
        return new ResourceType(group, version, plural, kind, false, false, false, false, List.of(shortNames));
    }

    public ResourceType withStatus() {
        return new ResourceType(group, version, plural, kind, namespaced, true, hasGeneration, scalable, shortNames);
    }

    public ResourceType withGeneration() {
        return new ResourceType(group, version, plural, kind, namespaced, hasStatus, true, scalable, shortNames);
    }

    public ResourceType withScale() {
        return new ResourceType(group, version, plural, kind, namespaced, hasStatus, hasGeneration, true, shortNames);
    }

    /** The same objects, shown in another version. */
    public ResourceType inVersion(String other) {
        return new ResourceType(group, other, plural, kind, namespaced, hasStatus, hasGeneration, scalable, shortNames);
    }

    /** What {@code apiVersion} says in an object of this type. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The name that error messages and CRDs give it, such as {@code volumesnapshots.snapshot.storage.k8s.io}. */
    public String qualifiedName() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Whether objects of this type are only asked about and not kept. */
    public boolean isReview() {
        return group.equals("authorization.k8s.io");
    }

    /** Whether both are views of the same objects. */
    public boolean sameObjects(ResourceType other) {
        return group.equals(other.group) && plural.equals(other.plural);
    }

    @Override
    public String toString() {
        return qualifiedName() + "/" + version;
    }
}
