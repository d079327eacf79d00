/**
 * A whole Kubernetes cluster in one process, for tests, demos and trying templates: {@link
 * io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster} starts an API server, the controllers, a node that runs
 * containers as processes of this machine, and storage with snapshots. Test equipment: it is to be no more forgiving
 * than Kubernetes; what it does not know it refuses.
 */
package io.jenkins.plugins.consistentbackup.embedded;
