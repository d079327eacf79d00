package io.jenkins.plugins.consistentbackup.catalog;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the catalog needs of those who know snapshots. */
public interface SetSnapshots {

    /**
     * Removes all snapshots and group snapshots of a set, also those that appear while it works.
     *
     * @return what could not be removed and why, one line for each object; empty when nothing of the set is left
     */
    CompletableFuture<List<String>> remove(String namespace, SetId set);
}
