/**
 * The storage behind a CSI-like driver: volumes that are real directories, cut at one instant (the atomic driver) or
 * copied while they are written to (the torn one), with every delay and failure that a test may want. Knows nothing of
 * Kubernetes' objects; the controllers translate.
 */
package io.jenkins.plugins.consistentbackup.embedded.storage;
