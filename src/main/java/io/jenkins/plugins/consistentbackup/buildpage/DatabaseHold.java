package io.jenkins.plugins.consistentbackup.buildpage;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** How a database was held for a backup. */
@ExportedBean(defaultVisibility = 3)
public final class DatabaseHold {
    private final String name;
    private final String template;
    private final long heldMillis;
    private final long freezeMillis;
    private final ArrayList<String> output;

    private DatabaseHold(final BackupReport.Database database) {
        name = database.name();
        template = database.template();
        heldMillis = database.heldMillis();
        freezeMillis = database.freezeMillis();
        output = new ArrayList<>(database.output());
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

    /** The last lines that the template's scripts have written to standard error. */
    @Exported
    public List<String> getOutput() {
        return List.copyOf(output);
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
