package io.jenkins.plugins.consistentbackup.job;

import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;

/**
 * A restore as a build asks for it.
 *
 * @param cluster where
 * @param request what
 */
public record RestoreOrder(ClusterChoice cluster, RestoreRequest request) {}
