package io.jenkins.plugins.consistentbackup.embedded.storage;

import java.nio.file.Path;

/**
 * Where the files of volumes and snapshots are kept: directories of one filesystem, each known by an id. Every method
 * returns when it is done and throws {@link
 * io.jenkins.plugins.consistentbackup.embedded.sandbox.CommandFailedException} when it fails.
 */
interface StoragePool {

    /** Makes an empty directory that every user may write to, as a freshly formatted CSI volume is. */
    void create(String id);

    /** Makes a directory with all that the other one holds. */
    void copy(String source, String target);

    void delete(String id);

    /** Where the directory is, as seen inside the sandbox. */
    Path path(String id);

    /** Whether {@link #copy} takes everything at one instant even while processes write to the source. */
    boolean copiesAtOneInstant();
}
