/**
 * What builds and jobs show of their backups and restores: plain classes that are stored with the build, made from the
 * engine's reports, and the pages over them. Knows nothing of how an operation is run, and asks no cluster.
 */
package io.jenkins.plugins.consistentbackup.buildpage;
