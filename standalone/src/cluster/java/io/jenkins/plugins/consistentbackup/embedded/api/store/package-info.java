/**
 * The objects of the embedded cluster and what the API server of Kubernetes does when they are written: names,
 * versions, finalizers, status apart from specification, garbage collection, a log of changes that watches replay.
 * Knows no HTTP; controllers of the embedded cluster use it directly.
 */
package io.jenkins.plugins.consistentbackup.embedded.api.store;
