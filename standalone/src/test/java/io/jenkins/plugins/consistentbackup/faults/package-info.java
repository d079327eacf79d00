/**
 * The fault sweep: each request of a backup, a restore and an undo fails once in each way, and so do the exec stream and
 * the storage driver; after every run the promises are checked by what the database remembers, what its volumes and
 * snapshots hold, and what the cluster's store says. The engine is run as it is, over the wire, and never asked.
 */
package io.jenkins.plugins.consistentbackup.faults;
