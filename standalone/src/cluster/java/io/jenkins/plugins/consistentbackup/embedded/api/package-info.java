/**
 * A small Kubernetes API server over real HTTP and WebSocket, for tests, the demo and trying templates without a
 * cluster. {@link io.jenkins.plugins.consistentbackup.embedded.api.ApiServer} serves an object store; the sub-packages
 * hold the store, the rules of the types, access control, and the faults that can be injected. It is never more
 * forgiving than Kubernetes, and says 501 to what it does not model.
 */
package io.jenkins.plugins.consistentbackup.embedded.api;
