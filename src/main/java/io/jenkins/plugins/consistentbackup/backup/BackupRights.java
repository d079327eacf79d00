package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.cluster.Right;
import java.util.ArrayList;
import java.util.List;

/** The rights that a backup needs. The documentation, the plan's preflight and the tests all take them from here. */
public final class BackupRights {
    private static final String SNAPSHOT_GROUP = "snapshot.storage.k8s.io";
    private static final String GROUP_SNAPSHOT_GROUP = "groupsnapshot.storage.k8s.io";

    private BackupRights() {}

    /** What every backup needs: a Role in the namespace. */
    public static List<Right> inNamespace(final String namespace) {
        List<Right> rights = new ArrayList<>();
        add(rights, namespace, "", "pods", "get", "list");
        // A WebSocket exec is a GET; servers since Kubernetes 1.35 ask for create as well.
        add(rights, namespace, "", "pods/exec", "get", "create");
        add(rights, namespace, "", "persistentvolumeclaims", "get", "list");
        add(rights, namespace, "apps", "statefulsets", "list");
        add(rights, namespace, "apps", "deployments", "list");
        add(rights, namespace, "apps", "replicasets", "list");
        add(rights, namespace, "apps", "daemonsets", "list");
        add(rights, namespace, SNAPSHOT_GROUP, "volumesnapshots", "get", "list", "watch", "create", "patch", "delete");
        add(rights, namespace, "", "configmaps", "get", "list", "create", "patch", "delete");
        add(rights, namespace, "coordination.k8s.io", "leases", "get", "create", "update");
        return List.copyOf(rights);
    }

    /** What a group snapshot needs besides, in the namespace, and of the cluster to find its class. */
    public static List<Right> forGroups(final String namespace) {
        List<Right> rights = new ArrayList<>();
        add(rights, namespace, "", "persistentvolumeclaims", "patch");
        add(
                rights,
                namespace,
                GROUP_SNAPSHOT_GROUP,
                "volumegroupsnapshots",
                "get",
                "list",
                "watch",
                "create",
                "patch",
                "delete");
        add(rights, "", GROUP_SNAPSHOT_GROUP, "volumegroupsnapshotclasses", "list");
        return List.copyOf(rights);
    }

    /** What the cluster profile needs on top: a ClusterRole. */
    public static List<Right> inCluster() {
        List<Right> rights = new ArrayList<>();
        add(rights, "", "", "persistentvolumes", "get", "list");
        add(rights, "", SNAPSHOT_GROUP, "volumesnapshotclasses", "list");
        add(rights, "", SNAPSHOT_GROUP, "volumesnapshotcontents", "get");
        return List.copyOf(rights);
    }

    private static void add(
            final List<Right> rights,
            final String namespace,
            final String group,
            final String resource,
            final String... verbs) {
        for (String verb : verbs) {
            rights.add(new Right(verb, group, resource, namespace));
        }
    }
}
