package io.jenkins.plugins.consistentbackup.demo;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import java.util.Locale;

/** What the step {@code consistentBackup} returns to a Jenkinsfile. */
public final class BackupResult {
    private final BackupReport report;

    BackupResult(BackupReport report) {
        this.report = report;
    }

    /** The set, for {@code restoreSnapshot}. */
    public String getId() {
        return report.id();
    }

    /** {@code application}, {@code filesystem} or {@code crash}. */
    public String getLevel() {
        return report.level().name().toLowerCase(Locale.ROOT);
    }

    /** The longest time, in ms, for which any database's writes were blocked. */
    public long getFreezeMillis() {
        return report.freezeMillis();
    }

    BackupReport report() {
        return report;
    }
}
