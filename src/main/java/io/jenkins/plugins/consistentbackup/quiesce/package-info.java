/**
 * Holding databases still: the line protocol with the holder script in the container, its watchdog, heartbeats and
 * proofs. Knows one container at a time; the order among containers is the operation's business.
 */
package io.jenkins.plugins.consistentbackup.quiesce;
