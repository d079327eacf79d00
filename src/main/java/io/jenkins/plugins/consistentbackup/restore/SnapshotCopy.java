package io.jenkins.plugins.consistentbackup.restore;

import java.io.Serializable;

/**
 * A snapshot of a set as it is made known in another namespace. A plain class, because it is persisted.
 */
final class SnapshotCopy implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Name of the VolumeSnapshot in the other namespace. */
    String name;
    /** Name of its content. */
    String content;
    /** The storage's own name for the snapshot. */
    String handle;

    String driver;
    /** Class of the snapshot; null or empty for none. */
    String snapshotClass;
    /** {@code Filesystem} or {@code Block}. */
    String volumeMode;
}
