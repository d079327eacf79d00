/** Workloads: what kube-controller-manager does for StatefulSets, Deployments, ReplicaSets, Jobs and namespaces. */
package io.jenkins.plugins.consistentbackup.embedded.controller.workload;
