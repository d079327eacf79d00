package io.jenkins.plugins.consistentbackup.restore;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** A workload that is stopped for a while, and how it was. A plain class, because it is persisted. */
final class StoppedWorkload implements Serializable {
    private static final long serialVersionUID = 1L;

    /** {@code StatefulSet}, {@code Deployment} or {@code ReplicaSet}. */
    String kind;

    String name;
    /** Uid of it, so that a successor of the same name is never taken for it. */
    String uid;
    /** How many replicas it is to have again. */
    int replicas;
    /** Whether its claims are replaced; false for one that only uses them. */
    boolean restored;
    /** The original persistentVolumeClaimRetentionPolicy of a StatefulSet, as JSON; null when nothing was changed. */
    String retentionPolicy;
    /** Images that it gets, by container; empty to leave them. */
    Map<String, String> newImages = new LinkedHashMap<>();
    /** Images that it had, by container, where it gets others. */
    Map<String, String> oldImages = new LinkedHashMap<>();
    /** Of a clone: what is created, as JSON; null otherwise. */
    String body;

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
