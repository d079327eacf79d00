package io.jenkins.plugins.consistentbackup.restore;

import java.io.Serializable;

/**
 * One claim that is replaced by another of the same name, and how to take that back. A plain class, because it is
 * persisted.
 */
final class ReplacedClaim implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Name of the old claim and of the new one. */
    String name;
    /** Uid of the old claim; null when there was none, as in a clone. */
    String oldUid;
    /** The old claim's volume; null when there was none, or no data in it. */
    String oldVolume;
    /** What the old volume's reclaim policy was; null in the namespace profile. */
    String oldReclaimPolicy;
    /** Cold snapshot of the old volume; null in the cluster profile. */
    String safetySnapshot;
    /** What the old claim asked for, as a quantity. */
    String oldSize;
    /** Snapshot that the new claim is filled from; null when it gets a volume. */
    String sourceSnapshot;
    /** Kept volume that the new claim gets; null when it is filled from a snapshot. */
    String sourceVolume;
    /** What the new claim asks for, as a quantity. */
    String newSize;
    /** A claim without name, source and size, as JSON: what both claims have in common. */
    String body;
    /** Whether the new claim binds without a pod that uses it. */
    boolean bindsByItself;
    /** Class of the snapshots of this volume; null or empty for the default one. */
    String snapshotClass;

    /** What the new claim is filled from, for the user and in its annotation. */
    String newSource() {
        return sourceVolume == null ? "snapshot " + sourceSnapshot : "volume " + sourceVolume;
    }

    /** Where the old data is once the old claim is gone. */
    String oldSource() {
        if (!hadData()) {
            return "nothing";
        }
        return safetySnapshot == null ? "volume " + oldVolume : "snapshot " + safetySnapshot;
    }

    /** Whether there is anything to keep: a claim that was never bound holds no data. */
    boolean hadData() {
        return oldVolume != null;
    }
}
