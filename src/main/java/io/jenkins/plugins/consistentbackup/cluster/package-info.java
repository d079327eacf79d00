/**
 * Access to a Kubernetes cluster: requests, shared watches and exec sessions as small typed values and futures. Knows
 * nothing of backups, templates or Jenkins.
 */
package io.jenkins.plugins.consistentbackup.cluster;
