/**
 * Operations as lists of named, idempotent phases over a small state that is saved before each of them, so that a run
 * can go on, or be cleaned up, after the death of the process that ran it. Knows nothing of clusters or backups.
 */
package io.jenkins.plugins.consistentbackup.phase;
