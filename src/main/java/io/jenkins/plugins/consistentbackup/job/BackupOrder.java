package io.jenkins.plugins.consistentbackup.job;

import io.jenkins.plugins.consistentbackup.backup.BackupRequest;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import java.util.List;

/**
 * A backup as a build asks for it.
 *
 * @param cluster where
 * @param request what
 * @param templates texts of hook templates that only this backup has
 */
public record BackupOrder(ClusterChoice cluster, BackupRequest request, List<String> templates) {
    public BackupOrder {
        templates = List.copyOf(templates);
    }
}
