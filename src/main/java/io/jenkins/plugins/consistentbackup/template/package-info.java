/**
 * Hook templates: how one kind of database is held still, let go, and checked after a restore. Reads, checks and
 * lists templates; never talks to a cluster or a container.
 */
package io.jenkins.plugins.consistentbackup.template;
