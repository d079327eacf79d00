package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.restore.RestoreChoices;
import io.jenkins.plugins.consistentbackup.restore.RestoreLimits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What a restore or an undo may do on its way. */
final class RestoreOptions {
    @Option(names = "--plan", description = "Only show what would be done.")
    private boolean planOnly;

    @Option(names = "--stop-others", description = "Stop other workloads that use the same claims meanwhile.")
    private boolean stopOthers;

    @Option(
            names = "--keep-for",
            paramLabel = "TIME",
            defaultValue = "7d",
            description = "How long what is replaced is kept at least; default: ${DEFAULT-VALUE}.")
    private Duration keep;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "Work with these rights: namespace or cluster; default: cluster where the rights allow it.")
    private Profile profile;

    @Option(
            names = "--limit",
            paramLabel = "TIME",
            description =
                    "How long each part may take (stopping, safety snapshots, binding claims, preparing, starting)"
                            + " before it is all taken back; default: 5m to stop, 30m for safety snapshots, 10m each for the"
                            + " others.")
    private Duration limit;

    boolean planOnly() {
        return planOnly;
    }

    RestoreLimits limits() {
        return limit == null ? RestoreLimits.usual() : RestoreLimits.each(limit);
    }

    RestoreChoices choices() {
        RestoreChoices choices =
                RestoreChoices.usual().withStopOtherPods(stopOthers).withKeep(keep);
        return profile == null ? choices : choices.withProfile(profile);
    }
}
