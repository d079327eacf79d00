/**
 * The operating system's side of the embedded cluster: namespaces that everything runs in, commands run inside them,
 * the directory that holds all files, and the stopping of processes. Knows nothing of Kubernetes.
 */
package io.jenkins.plugins.consistentbackup.embedded.sandbox;
