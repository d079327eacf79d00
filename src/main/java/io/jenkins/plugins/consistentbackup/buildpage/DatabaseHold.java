package io.jenkins.plugins.consistentbackup.buildpage;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** How a database was held for a backup. */
@ExportedBean(defaultVisibility = 3)
public final class DatabaseHold {
    private final String name;
    private final String template;
    private final long heldMillis;
    private final long freezeMillis;

    private DatabaseHold(final BackupReport.Database database) {
        name = database.name();
        template = database.template();
        heldMillis = database.heldMillis();
        freezeMillis = database.freezeMillis();
    }

    static DatabaseHold of(final BackupReport.Database database) {
        return new DatabaseHold(database);
    }

    /** Pod and container. */
    @Exported
    public String getName() {
        return name;
    }

    @Exported
    public String getTemplate() {
        return template;
    }

    @Exported
    public long getHeldMillis() {
        return heldMillis;
    }

    /** How long writes were blocked; 0 when they never were. */
    @Exported
    public long getFreezeMillis() {
        return freezeMillis;
    }

    public boolean isFrozen() {
        return freezeMillis > 0;
    }

    public String getHeldText() {
        return Elapsed.text(heldMillis);
    }

    public String getFreezeText() {
        return Elapsed.text(freezeMillis);
    }
}
