package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import io.jenkins.plugins.consistentbackup.catalog.SavedWorkload;
import io.jenkins.plugins.consistentbackup.template.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a backup would do, found out without any side effect.
 *
 * @param namespace where
 * @param profile how far the rights reach
 * @param databases what is held, in no particular order; see {@link #waves()}
 * @param groups what is cut together
 * @param workloads what runs on the volumes, for the manifest
 * @param level what the set could claim
 * @param maxFreeze the longest time for which writes may be blocked
 * @param warnings what the user should know
 * @param rules what the operators allow here, in words
 */
public record BackupPlan(
        String namespace,
        Profile profile,
        List<PlannedDatabase> databases,
        List<PlannedGroup> groups,
        List<SavedWorkload> workloads,
        Level level,
        Duration maxFreeze,
        List<String> warnings,
        List<String> rules) {

    BackupPlan under(final List<String> other) {
        return new BackupPlan(
                namespace, profile, databases, groups, workloads, level, maxFreeze, warnings, List.copyOf(other));
    }

    /** Databases in the order in which they are held; those of one wave side by side. */
    public List<List<PlannedDatabase>> waves() {
        return List.copyOf(databases.stream()
                .collect(Collectors.groupingBy(PlannedDatabase::wave, TreeMap::new, Collectors.toList()))
                .values());
    }

    /** All volumes by claim; a claim that several pods mount is there once. */
    public Map<String, PlannedVolume> volumes() {
        Map<String, PlannedVolume> byClaim = new LinkedHashMap<>();
        databases.stream()
                .map(PlannedDatabase::volumes)
                .flatMap(Collection::stream)
                .forEach(volume -> byClaim.putIfAbsent(volume.claim(), volume));
        return byClaim;
    }

    /** The plan in lines for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("backup of namespace " + namespace + " (" + profile.name().toLowerCase(Locale.ROOT)
                + " profile), level " + level.name().toLowerCase(Locale.ROOT)
                + ", writes blocked for at most "
                + maxFreeze.toSeconds() + " s");
        waves().forEach(wave -> wave.forEach(
                database -> lines.add("  hold " + database.container().pod() + " ("
                        + database.container().container() + ") by template " + database.template()
                        + (database.ofNamespace() ? " of the namespace, " : ", ")
                        + (database.blocksWrites() ? "writes wait" : "writes go on"))));
        groups.forEach(group -> lines.add("  cut " + String.join(", ", group.claims())
                + (group.grouped() ? " as one group snapshot" : group.claims().size() > 1 ? " side by side" : "")
                + (group.trailing() ? " after the release" : " inside the hold")));
        rules.forEach(rule -> lines.add("  " + rule));
        warnings.forEach(warning -> lines.add("  warning: " + warning));
        return lines;
    }
}
