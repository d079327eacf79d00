package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.embedded.EmbeddedCluster;
import io.jenkins.plugins.consistentbackup.embedded.storage.Snapshot;
import io.jenkins.plugins.consistentbackup.embedded.storage.SnapshotFault;
import io.jenkins.plugins.consistentbackup.embedded.storage.SnapshotFault.Kind;
import io.jenkins.plugins.consistentbackup.embedded.storage.Storage;
import java.util.regex.Pattern;

/** What goes wrong with the storage while an operation runs; for one of the two volumes. */
enum StorageTrouble {
    NONE,
    /** An error, and then a cut that succeeds too late. */
    REFUSED_ONCE,
    REFUSED_FOR_EVER,
    /** It was cut, but the answer is an error; a later try finds it. */
    ANSWER_LOST,
    NEVER_READY,
    WRONG_BINDING,
    /** The storage has lost the snapshots that it was asked for before. */
    HANDLE_LOST;

    /** Arms it for the claims of one namespace. */
    void arm(final EmbeddedCluster cluster, final String namespace) {
        switch (this) {
            case NONE -> {}
            case REFUSED_ONCE -> fail(cluster, namespace, Kind.REFUSED, 1);
            case REFUSED_FOR_EVER -> fail(cluster, namespace, Kind.REFUSED, Integer.MAX_VALUE);
            case ANSWER_LOST -> fail(cluster, namespace, Kind.ANSWER_LOST, 1);
            case NEVER_READY -> fail(cluster, namespace, Kind.NEVER_READY, Integer.MAX_VALUE);
            case WRONG_BINDING -> fail(cluster, namespace, Kind.WRONG_BINDING, 1);
            case HANDLE_LOST -> forget(cluster, namespace);
        }
    }

    private static void fail(final EmbeddedCluster cluster, final String namespace, final Kind kind, final int times) {
        Pattern claim = Pattern.compile(Pattern.quote(namespace + "/" + RowsDatabase.CLAIMS.get(1)));
        cluster.driver(Storage.ATOMIC).settings().fail(new SnapshotFault(claim, kind, times, "injected fault"));
    }

    private static void forget(final EmbeddedCluster cluster, final String namespace) {
        var driver = cluster.driver(Storage.ATOMIC);
        String claim = namespace + "/" + RowsDatabase.CLAIMS.get(1);
        driver.snapshots().stream()
                .filter(snapshot -> driver.volume(snapshot.volume())
                        .filter(volume -> volume.claim().equals(claim))
                        .isPresent())
                .map(Snapshot::handle)
                .forEach(handle -> driver.deleteSnapshot(handle).join());
    }
}
