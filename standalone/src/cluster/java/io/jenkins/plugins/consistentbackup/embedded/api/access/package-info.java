/** Who makes a request, and whether Roles and ClusterRoles allow it. */
package io.jenkins.plugins.consistentbackup.embedded.api.access;
