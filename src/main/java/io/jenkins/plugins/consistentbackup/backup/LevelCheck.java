package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.template.Level;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Refuses, before anything is held, a backup that could not be worth what is asked for; says why and what to do. */
final class LevelCheck {
    private LevelCheck() {}

    /** @throws BackupException when the plan's level is less than the least that is asked for */
    static void require(final BackupPlan plan, final Level minimum) {
        if (plan.level().atLeast(minimum)) {
            return;
        }
        List<String> problems = plan.databases().stream()
                .filter(database -> !database.level().atLeast(minimum))
                .map(database -> problem(database, minimum))
                .toList();
        throw BackupException.ofAll("the set would not be worth enough", problems);
    }

    private static String problem(final PlannedDatabase database, final Level minimum) {
        TreeSet<String> unknown = database.volumes().stream()
                .filter(volume -> !volume.atomic())
                .map(PlannedVolume::driver)
                .collect(Collectors.toCollection(TreeSet::new));
        String advice = unknown.isEmpty()
                ? "use a group snapshot or another template, or ask for less"
                : "the driver " + String.join(", ", unknown) + " is not known to cut a volume at one instant: an"
                        + " administrator who knows that it does lists it as atomic; or ask for less";
        return "database " + database.container() + " by template " + database.template() + " would be "
                + name(database.level()) + "-consistent at most, and the least level asked for is " + name(minimum)
                + "; " + advice;
    }

    private static String name(final Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
