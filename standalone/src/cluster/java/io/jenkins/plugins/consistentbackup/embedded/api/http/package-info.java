/** HTTP and WebSocket in front of the object store: paths, verbs, discovery, watches, exec and logs. */
package io.jenkins.plugins.consistentbackup.embedded.api.http;
