/**
 * Templates tried without a backup: their tests in YAML with stand-ins for a container's programs, and one hold of a real
 * pod or of a database on this machine, with nothing cut. What is tried is what backups use: the same holder script, the
 * same watchdog. Knows nothing of the command line.
 */
package io.jenkins.plugins.consistentbackup.trial;
