package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.template.HookTemplate;
import java.util.List;

/** Puts together what was decided and learned of one container. */
final class PlannedDatabases {
    private PlannedDatabases() {}

    static PlannedDatabase of(
            final String hold,
            final SelectedContainer container,
            final Role role,
            final List<PlannedVolume> volumes,
            final boolean grouped) {
        HookTemplate template = container.template();
        boolean atomic = volumes.stream().allMatch(PlannedVolume::atomic);
        return new PlannedDatabase(
                hold,
                container.reference(),
                container.workload().toString(),
                container.image(),
                template.name(),
                template.digest(),
                container.namespaceText(),
                template.hold().family(),
                template.hold().blocksWrites(),
                role,
                HoldOrder.wave(template.hold().blocksWrites(), role),
                container.parameters(),
                volumes,
                LevelClaim.of(template.levels(), volumes.size(), atomic, grouped));
    }
}
