/** What the API server asks of the node: programs in containers, and their logs. */
package io.jenkins.plugins.consistentbackup.embedded.api.stream;
