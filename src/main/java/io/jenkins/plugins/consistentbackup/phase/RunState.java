package io.jenkins.plugins.consistentbackup.phase;

import java.io.Serializable;

/** What a run must remember of itself; operations add their own fields. A plain class, because it is persisted. */
public abstract class RunState implements Serializable {
    private static final long serialVersionUID = 1L;

    private String phase;
    private String failure;

    /** Name of the phase that runs or comes next; null before the first and after the last. */
    public String getPhase() {
        return phase;
    }

    public void setPhase(final String phase) {
        this.phase = phase;
    }

    /** Why the run is being cleaned up, or null while it goes well. */
    public String getFailure() {
        return failure;
    }

    public void setFailure(final String failure) {
        this.failure = failure;
    }
}
