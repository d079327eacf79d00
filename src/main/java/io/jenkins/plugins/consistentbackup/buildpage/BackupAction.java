package io.jenkins.plugins.consistentbackup.buildpage;

import hudson.model.InvisibleAction;
import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A backup that a build has made, as it is stored with the build. All texts may come from the cluster. */
@ExportedBean(defaultVisibility = 2)
public final class BackupAction extends InvisibleAction {
    private final String id;
    private final String cluster;
    private final String namespace;
    private final String level;
    private final ArrayList<String> why;
    private final long started;
    private final long firstCutRequested;
    private final long lastCutObserved;
    private final long finished;
    private final ArrayList<PhaseTime> phases;
    private final ArrayList<DatabaseHold> databases;
    private final ArrayList<String> snapshots;
    private final ArrayList<String> warnings;
    private final String restoreLine;

    private BackupAction(final BackupReport report, final ClusterChoice choice) {
        id = report.id();
        cluster = choice.getCluster();
        namespace = report.namespace();
        level = report.level().name().toLowerCase(Locale.ROOT);
        why = new ArrayList<>(report.why());
        started = report.started().toEpochMilli();
        firstCutRequested = report.firstCutRequested().toEpochMilli();
        lastCutObserved = report.lastCutObserved().toEpochMilli();
        finished = report.finished().toEpochMilli();
        phases = phases(report);
        databases = new ArrayList<>(
                report.databases().stream().map(DatabaseHold::of).toList());
        snapshots = new ArrayList<>(report.snapshots());
        warnings = new ArrayList<>(report.warnings());
        restoreLine = StepText.restore(choice, report.namespace(), report.id());
    }

    /**
     * A backup to be stored with its build.
     *
     * @param report what the backup came to
     * @param choice the cluster it was made on, as the step named it
     */
    public static BackupAction of(final BackupReport report, final ClusterChoice choice) {
        return new BackupAction(report, choice);
    }

    private static ArrayList<PhaseTime> phases(final BackupReport report) {
        ArrayList<PhaseTime> phases = new ArrayList<>();
        Iterator<BackupReport.PhaseBegin> rest = report.phases().iterator();
        BackupReport.PhaseBegin next = rest.hasNext() ? rest.next() : null;
        while (next != null) {
            BackupReport.PhaseBegin phase = next;
            next = rest.hasNext() ? rest.next() : null;
            Instant end = next == null ? report.finished() : next.begun();
            phases.add(new PhaseTime(phase.phase(), phase.begun().toEpochMilli(), end.toEpochMilli()));
        }
        return phases;
    }

    @Exported
    public String getId() {
        return id;
    }

    /** Name in the administrator's list; null for the only one, and for a cluster that the step described itself. */
    @Exported
    public String getCluster() {
        return cluster;
    }

    @Exported
    public String getNamespace() {
        return namespace;
    }

    /** {@code application}, {@code filesystem} or {@code crash}. */
    @Exported
    public String getLevel() {
        return level;
    }

    /** What the level rests on. */
    @Exported
    public List<String> getWhy() {
        return List.copyOf(why);
    }

    /** In ms since the epoch. */
    @Exported
    public long getStarted() {
        return started;
    }

    public Date getStartedDate() {
        return new Date(started);
    }

    /** What was acknowledged to a client before this is in the set; in ms since the epoch. */
    @Exported
    public long getFirstCutRequested() {
        return firstCutRequested;
    }

    /** What a client sent after this is not in the set; in ms since the epoch. */
    @Exported
    public long getLastCutObserved() {
        return lastCutObserved;
    }

    public String getFirstCutTime() {
        return Instant.ofEpochMilli(firstCutRequested).toString();
    }

    public String getLastCutTime() {
        return Instant.ofEpochMilli(lastCutObserved).toString();
    }

    /** In ms since the epoch. */
    @Exported
    public long getFinished() {
        return finished;
    }

    /** In the order in which they began. */
    @Exported
    public List<PhaseTime> getPhases() {
        return List.copyOf(phases);
    }

    @Exported
    public List<DatabaseHold> getDatabases() {
        return List.copyOf(databases);
    }

    /** Those whose scripts have written something. */
    public List<DatabaseHold> getTalkative() {
        return databases.stream()
                .filter(database -> !database.getOutput().isEmpty())
                .toList();
    }

    /** Names of the VolumeSnapshots. */
    @Exported
    public List<String> getSnapshots() {
        return List.copyOf(snapshots);
    }

    @Exported
    public List<String> getWarnings() {
        return List.copyOf(warnings);
    }

    /** The step that puts this set back. */
    @Exported
    public String getRestoreLine() {
        return restoreLine;
    }

    /** The longest time, in ms, for which any database's writes were blocked. */
    @Exported
    public long getFreezeMillis() {
        return databases.stream().mapToLong(DatabaseHold::getFreezeMillis).max().orElse(0);
    }

    public String getFreezeText() {
        return Elapsed.text(getFreezeMillis());
    }

    public String getDurationText() {
        return Elapsed.text(finished - started);
    }

    public Timeline getTimeline() {
        return Timeline.of(phases, started, finished);
    }
}
