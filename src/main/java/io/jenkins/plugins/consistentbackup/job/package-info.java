/**
 * Everything that a build does with the engine, whatever kind of job it belongs to: the parameters, the runs of this
 * Jenkins with their records on disk, and what cleans up after builds that are gone; and the build steps of freestyle
 * jobs. Knows nothing of Pipeline.
 */
package io.jenkins.plugins.consistentbackup.job;
