/**
 * CSI snapshots of claims: which class and driver, cutting them alone or as a group, seeing that they were cut, that
 * they became ready and stayed bound, and removing them. Knows nothing of holds or templates; no thread waits.
 */
package io.jenkins.plugins.consistentbackup.snapshot;
