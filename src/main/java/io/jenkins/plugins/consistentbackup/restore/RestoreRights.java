package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.cluster.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rights that this package needs, for the preflight of a plan, the documentation and the tests. */
public final class RestoreRights {
    private static final String SNAPSHOTS = "snapshot.storage.k8s.io";

    private RestoreRights() {}

    /** What a restore in place and an undo need in their namespace, in either profile. */
    public static List<Right> inNamespace(final String namespace) {
        List<Right> rights = new ArrayList<>();
        add(rights, namespace, "", "pods", "get", "list", "watch", "create", "delete");
        add(rights, namespace, "", "pods/exec", "get", "create");
        add(rights, namespace, "", "persistentvolumeclaims", "get", "list", "watch", "create", "patch", "delete");
        add(rights, namespace, "", "configmaps", "get", "list", "create", "patch", "delete");
        add(rights, namespace, "", "events", "list", "watch");
        for (String workload : List.of("statefulsets", "deployments", "replicasets")) {
            add(rights, namespace, "apps", workload, "get", "list", "watch", "patch");
            add(rights, namespace, "apps", workload + "/scale", "patch");
        }
        add(rights, namespace, SNAPSHOTS, "volumesnapshots", "get", "list", "watch", "create", "patch", "delete");
        add(rights, namespace, "coordination.k8s.io", "leases", "get", "create", "update");
        return rights;
    }

    /** What a clone needs in the namespace that its set is in. */
    public static List<Right> toReadSetsOf(final String namespace) {
        List<Right> rights = new ArrayList<>();
        add(rights, namespace, "", "pods", "list");
        add(rights, namespace, "", "persistentvolumeclaims", "list");
        add(rights, namespace, "", "configmaps", "get", "list");
        for (String workload : List.of("statefulsets", "deployments", "replicasets")) {
            add(rights, namespace, "apps", workload, "list");
        }
        add(rights, namespace, SNAPSHOTS, "volumesnapshots", "get", "list");
        return rights;
    }

    /** What the cluster profile needs on top: it keeps old volumes instead of making cold snapshots of them. */
    public static List<Right> inCluster() {
        List<Right> rights = new ArrayList<>();
        add(rights, "", "", "persistentvolumes", "get", "list", "watch", "patch");
        add(rights, "", "storage.k8s.io", "storageclasses", "get", "list");
        return rights;
    }

    /** What a clone needs on top of both, in the namespace that it makes. */
    public static List<Right> forClone(final String namespace) {
        List<Right> rights = new ArrayList<>();
        add(rights, "", SNAPSHOTS, "volumesnapshotcontents", "get", "list", "watch", "create", "delete");
        add(rights, namespace, "apps", "statefulsets", "create", "delete");
        add(rights, namespace, "apps", "deployments", "create", "delete");
        return rights;
    }

    /** What is worth having, but not needed: without it the plan warns of fewer things. */
    public static List<Right> welcome(final String namespace) {
        List<Right> rights = new ArrayList<>();
        add(rights, namespace, "autoscaling", "horizontalpodautoscalers", "list");
        return rights;
    }

    private static void add(
            final List<Right> rights,
            final String namespace,
            final String group,
            final String resource,
            final String... verbs) {
        Stream.of(verbs)
                .map(verb -> new Right(verb, group, resource, namespace))
                .forEach(rights::add);
    }
}
