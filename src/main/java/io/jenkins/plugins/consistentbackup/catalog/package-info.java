/**
 * Backup sets as they are kept in the namespace that they were taken of: ids, labels, the manifest and its schema, what
 * retention removes, and the Lease that keeps two runs apart; and the hook templates that a namespace offers. Knows how a
 * set is described and found, not how it is taken or restored.
 */
package io.jenkins.plugins.consistentbackup.catalog;
