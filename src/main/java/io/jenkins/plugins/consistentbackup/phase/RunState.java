package io.jenkins.plugins.consistentbackup.phase;

import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run must remember of itself; operations add their own fields. A plain class, because it is persisted. */
public abstract class RunState implements Serializable {
    private static final long serialVersionUID = 1L;

    private String phase;
    private String failure;
    private final LinkedHashMap<String, String> begun = new LinkedHashMap<>();

    /** Name of the phase that runs or comes next; null before the first and after the last. */
    public String getPhase() {
        return phase;
    }

    public void setPhase(final String phase) {
        this.phase = phase;
    }

    /** When each phase was first begun, by name, in that order. */
    public Map<String, Instant> begun() {
        Map<String, Instant> instants = new LinkedHashMap<>();
        begun.forEach((name, instant) -> instants.put(name, Instant.parse(instant)));
        return instants;
    }

    void begin(final String name, final Instant now) {
        phase = name;
        begun.putIfAbsent(name, now.toString());
    }

    /** Why the run is being cleaned up, or null while it goes well. */
    public String getFailure() {
        return failure;
    }

    public void setFailure(final String failure) {
        this.failure = failure;
    }
}
