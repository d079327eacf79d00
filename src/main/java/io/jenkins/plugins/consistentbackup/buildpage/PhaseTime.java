package io.jenkins.plugins.consistentbackup.buildpage;

import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** From when to when a phase of a backup ran, in ms since the epoch. */
@ExportedBean(defaultVisibility = 3)
public final class PhaseTime {
    private final String name;
    private final long begun;
    private final long ended;

    PhaseTime(final String name, final long begun, final long ended) {
        this.name = name;
        this.begun = begun;
        this.ended = Math.max(begun, ended); // The clock may have been set back meanwhile.
    }

    @Exported
    public String getName() {
        return name;
    }

    @Exported
    public long getBegun() {
        return begun;
    }

    @Exported
    public long getEnded() {
        return ended;
    }

    /** In ms. */
    public long duration() {
        return ended - begun;
    }
}
