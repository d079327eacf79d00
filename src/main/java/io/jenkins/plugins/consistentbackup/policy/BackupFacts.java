package io.jenkins.plugins.consistentbackup.policy;

import java.util.List;

/**
 * What a backup would be, as its plan found it.
 *
 * @param namespace where
 * @param levels what each database's part of the set could claim
 * @param apart the claims that would be cut by themselves, although the set has others; those whose cut may come after
 *     the release are not among them, unless a template that no operator answers for alone says that
 */
public record BackupFacts(String namespace, List<LevelFacts> levels, List<String> apart) {}
