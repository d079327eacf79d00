package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.restore.RestoreChoices;
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

    boolean planOnly() {
        return planOnly;
    }

    RestoreChoices choices() {
        RestoreChoices choices =
                RestoreChoices.usual().withStopOtherPods(stopOthers).withKeep(keep);
        return profile == null ? choices : choices.withProfile(profile);
    }
}
