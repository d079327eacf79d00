package io.jenkins.plugins.consistentbackup.policy;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.List;
import java.util.Optional;

/**
 * What a backup would be, as its plan found it.
 *
 * @param namespace where
 * @param profile how far the rights reach
 * @param level what the set could claim
 * @param apart the claims that would be cut inside the hold, but not by one group snapshot; at most one of them is fine
 * @param keep how many sets would stay after it; empty when it removes none
 * @param held what would be held
 */
public record BackupFacts(
        String namespace,
        Profile profile,
        Level level,
        List<String> apart,
        Optional<Integer> keep,
        List<HeldFacts> held) {}
