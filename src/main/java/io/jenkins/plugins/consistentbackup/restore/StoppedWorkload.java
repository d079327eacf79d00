package io.jenkins.plugins.consistentbackup.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.catalog.Labels;
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

    /** What it is to be when the run has ended, by which the plans of two runs can be compared. */
    String wanted() {
        String described = "";
        if (body != null) {
            ObjectNode created = Json.tree(body);
            created.withObject("/metadata/labels").remove(Labels.RESTORE); // The id of the run.
            described = " " + created;
        }
        return this + " " + replicas + " " + newImages + described;
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
