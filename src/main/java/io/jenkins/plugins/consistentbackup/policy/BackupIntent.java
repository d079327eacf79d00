package io.jenkins.plugins.consistentbackup.policy;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a backup before any script of its templates has run.
 *
 * @param namespace where
 * @param profile how far the rights reach
 * @param keep how many sets would stay after it; empty when it removes none
 * @param templates what would be held, and by which template
 */
public record BackupIntent(String namespace, Profile profile, Optional<Integer> keep, List<TemplateUse> templates) {}
