package io.jenkins.plugins.consistentbackup.buildpage;

import hudson.model.Run;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A set among those of a job. */
@ExportedBean(defaultVisibility = 2)
public final class SavedSet {
    private final Run<?, ?> run;
    private final BackupAction backup;
    private final Long intervalMillis;

    SavedSet(final Run<?, ?> run, final BackupAction backup, final Long intervalMillis) {
        this.run = run;
        this.backup = backup;
        this.intervalMillis = intervalMillis;
    }

    /** The build that made it. */
    public Run<?, ?> getRun() {
        return run;
    }

    @Exported
    public int getBuild() {
        return run.getNumber();
    }

    @Exported(inline = true)
    public BackupAction getBackup() {
        return backup;
    }

    /**
     * How long before it, in ms, the job's previous set of the same data was cut: the most that could have been lost in
     * between. Null for the first.
     */
    @Exported
    public Long getIntervalMillis() {
        return intervalMillis;
    }

    public String getIntervalText() {
        return intervalMillis == null ? null : Elapsed.text(intervalMillis);
    }

    /** Whether another set holds the data of the same place. */
    static boolean samePlace(final BackupAction one, final BackupAction other) {
        return Objects.equals(one.getCluster(), other.getCluster())
                && one.getNamespace().equals(other.getNamespace());
    }
}
