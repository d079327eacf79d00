package io.jenkins.plugins.consistentbackup.local;

import io.jenkins.plugins.consistentbackup.backup.BackupPlan;
import io.jenkins.plugins.consistentbackup.backup.PlannedDatabase;
import io.jenkins.plugins.consistentbackup.backup.PlannedGroup;
import io.jenkins.plugins.consistentbackup.backup.PlannedVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as tables: what is held in which order, what is cut when, what the user should know. */
public final class PlanText {
    private PlanText() {}

    /** The lines. */
    public static List<String> of(BackupPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("Namespace " + plan.namespace() + ": " + lower(plan.level()) + "-consistent, "
                + plan.volumes().size() + " volumes, " + lower(plan.profile()) + " profile, writes blocked for at most "
                + plan.maxFreeze().toSeconds() + " s");
        add(lines, holds(plan));
        add(lines, cuts(plan));
        add(lines, volumes(plan));
        if (!plan.warnings().isEmpty()) {
            lines.add("");
        }
        plan.warnings().forEach(warning -> lines.add("warning: " + warning));
        return lines;
    }

    private static void add(List<String> lines, Table table) {
        if (!table.lines().isEmpty()) {
            lines.add("");
            table.lines().forEach(line -> lines.add("  " + line));
        }
    }

    private static Table holds(BackupPlan plan) {
        Table table = new Table("HOLD", "POD", "CONTAINER", "TEMPLATE", "WRITES", "LEVEL");
        int wave = 1;
        for (List<PlannedDatabase> databases : plan.waves()) {
            for (PlannedDatabase database : databases) {
                table.row(
                        String.valueOf(wave),
                        database.container().pod(),
                        database.container().container(),
                        database.template(),
                        database.blocksWrites() ? "wait" : "go on",
                        lower(database.level()));
            }
            wave++;
        }
        return table;
    }

    private static Table cuts(BackupPlan plan) {
        Table table = new Table("CUT", "WHEN", "HOW", "CLAIMS");
        for (PlannedGroup group : plan.groups()) {
            table.row(
                    group.name(),
                    group.trailing() ? "after the release" : "inside the hold",
                    group.grouped() ? "group snapshot" : group.claims().size() > 1 ? "side by side" : "alone",
                    String.join(", ", group.claims()));
        }
        return table;
    }

    private static Table volumes(BackupPlan plan) {
        Table table = new Table("CLAIM", "SIZE", "HOLDS", "MOUNTED AT", "DRIVER", "SNAPSHOT CLASS", "ONE INSTANT");
        for (PlannedVolume volume : plan.volumes().values()) {
            table.row(
                    volume.claim(),
                    volume.saved().capacity(),
                    lower(volume.purpose()),
                    volume.path(),
                    orElse(volume.driver(), "unknown"),
                    orElse(volume.snapshotClass(), "default"),
                    volume.atomic() ? "yes" : "not known");
        }
        return table;
    }

    private static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
