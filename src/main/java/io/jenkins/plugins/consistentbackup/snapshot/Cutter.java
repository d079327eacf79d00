package io.jenkins.plugins.consistentbackup.snapshot;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Cuts volumes for one set of one namespace; opened before anything is held, so that cuts are seen at once. */
public interface Cutter extends AutoCloseable {

    /**
     * Cuts volumes together. Never repeats a request whose answer was lost without looking whether it had an effect.
     *
     * @return the cuts in the order of the request, when all were seen; fails with {@link SnapshotException} at the
     *     first error of the storage, or at the limit with the volumes that are still missing. Snapshots may then exist,
     *     or be cut late: remove the set
     */
    CompletableFuture<List<Cut>> cut(CutRequest request);

    /** Ends the watch. */
    @Override
    void close();
}
