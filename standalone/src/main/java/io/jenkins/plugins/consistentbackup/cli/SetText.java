package io.jenkins.plugins.consistentbackup.cli;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.HeldContainer;
import io.jenkins.plugins.consistentbackup.catalog.Manifest;
import io.jenkins.plugins.consistentbackup.catalog.SavedVolume;
import io.jenkins.plugins.consistentbackup.local.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A backup set in lines for people. */
final class SetText {
    private SetText() {}

    static List<String> of(BackupSet set) {
        List<String> lines = new ArrayList<>();
        lines.add("Set " + set.id() + " of namespace " + set.namespace() + ": " + lower(set.state())
                + (set.reason().isEmpty() ? "" : ", " + set.reason()) + (set.pinned() ? ", pinned" : ""));
        set.manifest().ifPresent(manifest -> add(lines, manifest));
        return lines;
    }

    private static void add(List<String> lines, Manifest manifest) {
        lines.add("  made      " + manifest.started() + " to " + manifest.finished() + " by "
                + manifest.origin().requester());
        lines.add("  level     " + lower(manifest.verdict().level()));
        manifest.verdict().why().forEach(why -> lines.add("            " + why));
        lines.add("");
        Table holds = new Table("HELD", "TEMPLATE", "HELD MS", "WRITES BLOCKED MS", "PROOF");
        for (HeldContainer held : manifest.holds()) {
            holds.row(
                    held.container().toString(),
                    held.template(),
                    String.valueOf(held.times().released()),
                    String.valueOf(held.times().freeze()),
                    held.proofs().after());
        }
        holds.lines().forEach(line -> lines.add("  " + line));
        lines.add("");
        Table volumes = new Table("CLAIM", "SIZE", "HOLDS", "GROUP", "SNAPSHOT", "CUT AT");
        for (SavedVolume volume : manifest.volumes()) {
            volumes.row(
                    volume.claim().name(),
                    volume.claim().capacity(),
                    lower(volume.content()),
                    volume.cutGroup(),
                    volume.snapshot().name(),
                    String.valueOf(volume.snapshot().creationTime()));
        }
        volumes.lines().forEach(line -> lines.add("  " + line));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
