/**
 * Clients that write steadily and remember what was acknowledged to them, and the judgement of a restored database by
 * what they remember. Knows nothing of backups or clusters.
 */
package io.jenkins.plugins.consistentbackup.demo.load;
