/** Hostile input for the readers of everything that others write. */
package io.jenkins.plugins.consistentbackup.fuzz;
