/**
 * The {@code consistent-backup} command: options in, exit codes, tables and documents out. Holds no logic of its own;
 * what is done is the engine's business.
 */
package io.jenkins.plugins.consistentbackup.cli;
