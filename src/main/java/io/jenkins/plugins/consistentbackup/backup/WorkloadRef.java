package io.jenkins.plugins.consistentbackup.backup;

/**
 * What owns a pod, as users name it.
 *
 * @param kind {@code statefulset}, {@code deployment}, {@code replicaset}, {@code daemonset}, or {@code pod} for a pod
 *     that nothing owns
 * @param name its name
 */
record WorkloadRef(String kind, String name) {
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
