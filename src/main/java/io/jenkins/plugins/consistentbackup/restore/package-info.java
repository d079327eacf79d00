/**
 * Putting data back: restore in place, undo, clone into another namespace, and the list of what these kept. Each is a
 * list of named phases over {@link io.jenkins.plugins.consistentbackup.restore.RestoreState}, which is also recorded
 * in the namespace, so that any machine can go on with a run or take it back. Nothing here decides what a good backup
 * set is: that is the catalog's business.
 */
package io.jenkins.plugins.consistentbackup.restore;
