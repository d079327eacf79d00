/**
 * Claims and volumes: binding, provisioning, reclaiming and their protection, as kube-controller-manager and the
 * external-provisioner sidecar do it.
 */
package io.jenkins.plugins.consistentbackup.embedded.controller.volume;
