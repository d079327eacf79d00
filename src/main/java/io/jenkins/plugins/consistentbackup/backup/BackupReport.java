package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.template.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a backup came to.
 *
 * @param id the set
 * @param namespace where it is
 * @param level what was proved
 * @param why what the level rests on
 * @param started when the backup began
 * @param firstCutRequested data acknowledged to a client before this instant is in the set
 * @param lastCutObserved data sent by a client after this instant is not in the set
 * @param finished when the set was committed
 * @param phases when each phase began, in that order
 * @param databases how each was held
 * @param snapshots names of the snapshots
 * @param warnings what the user should know
 */
public record BackupReport(
        String id,
        String namespace,
        Level level,
        List<String> why,
        Instant started,
        Instant firstCutRequested,
        Instant lastCutObserved,
        Instant finished,
        List<PhaseBegin> phases,
        List<Database> databases,
        List<String> snapshots,
        List<String> warnings) {

    /** When a phase began. */
    public record PhaseBegin(String phase, Instant begun) {}

    /**
     * How a database was held.
     *
     * @param name pod and container
     * @param template by which template
     * @param heldMillis how long it was held, from the sending of the acquisition to the confirmed release
     * @param freezeMillis how long writes were blocked meanwhile; 0 when they never were
     * @param output the last lines that the template's scripts have written to standard error
     */
    public record Database(String name, String template, long heldMillis, long freezeMillis, List<String> output) {}

    /** The longest time, in ms, for which any database's writes were blocked. */
    public long freezeMillis() {
        return databases.stream().mapToLong(Database::freezeMillis).max().orElse(0);
    }

    /** In lines for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("backup " + id + " of namespace " + namespace + ": "
                + level.name().toLowerCase(Locale.ROOT) + "-consistent, " + snapshots.size() + " snapshots");
        databases.forEach(database -> {
            lines.add("  " + database.name() + " (" + database.template() + "): "
                    + (database.freezeMillis() > 0
                            ? "writes blocked for " + database.freezeMillis() + " ms"
                            : "writes never blocked, held for " + database.heldMillis() + " ms"));
            database.output().forEach(line -> lines.add("    its scripts said: " + line));
        });
        warnings.forEach(warning -> lines.add("  warning: " + warning));
        return lines;
    }
}
