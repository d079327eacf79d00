/** What somebody sees who is not meant to see secrets: the API server's audit log, and lists of processes. */
package io.jenkins.plugins.consistentbackup.audit;
