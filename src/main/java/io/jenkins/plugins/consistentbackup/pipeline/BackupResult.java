package io.jenkins.plugins.consistentbackup.pipeline;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What {@code consistentBackup} returns: a good backup set. */
public final class BackupResult extends Identified {
    private static final long serialVersionUID = 1L;

    private final String level;
    private final long freezeMillis;
    private final ArrayList<String> snapshots;
    private final ArrayList<String> warnings;

    BackupResult(final BackupReport report) {
        super(report.id(), report.namespace());
        level = report.level().name().toLowerCase(Locale.ROOT);
        freezeMillis = report.freezeMillis();
        snapshots = new ArrayList<>(report.snapshots());
        warnings = new ArrayList<>(report.warnings());
    }

    /** What was proved: {@code application}, {@code filesystem}, {@code crash} or {@code none}. */
    @Whitelisted
    public String getLevel() {
        return level;
    }

    /** The longest time, in ms, for which any database's writes were blocked. */
    @Whitelisted
    public long getFreezeMillis() {
        return freezeMillis;
    }

    /** Names of the VolumeSnapshots. */
    @Whitelisted
    public List<String> getSnapshots() {
        return new ArrayList<>(snapshots);
    }

    /** What the user should know. */
    @Whitelisted
    public List<String> getWarnings() {
        return new ArrayList<>(warnings);
    }
}
