package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a restore may do on its way.
 *
 * @param rollBackWorkload whether the workload gets back the images that the set was made with
 * @param stopOtherPods whether workloads that mount the same claims, but are not in the set, are stopped meanwhile;
 *     otherwise they are named and the restore is refused
 * @param keep how long what was replaced is kept at least
 * @param profile which rights to work with; absent means the cluster profile where the rights allow it
 */
public record RestoreChoices(
        boolean rollBackWorkload, boolean stopOtherPods, Duration keep, Optional<Profile> profile) {

    public RestoreChoices {
        Objects.requireNonNull(profile, "profile");
        if (keep.isNegative() || keep.isZero()) {
            throw new IllegalArgumentException("what a restore replaces must be kept for some time, not " + keep);
        }
    }

    /** Data only, nobody else is stopped, kept for seven days, in the profile that the rights allow. */
    public static RestoreChoices usual() {
        return new RestoreChoices(false, false, Duration.ofDays(7), Optional.empty());
    }

    public RestoreChoices withRollBackWorkload(final boolean wanted) {
        return new RestoreChoices(wanted, stopOtherPods, keep, profile);
    }

    public RestoreChoices withStopOtherPods(final boolean wanted) {
        return new RestoreChoices(rollBackWorkload, wanted, keep, profile);
    }

    public RestoreChoices withKeep(final Duration wanted) {
        return new RestoreChoices(rollBackWorkload, stopOtherPods, wanted, profile);
    }

    public RestoreChoices withProfile(final Profile wanted) {
        return new RestoreChoices(rollBackWorkload, stopOtherPods, keep, Optional.of(wanted));
    }
}
