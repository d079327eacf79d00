package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.backup.BackupReport;
import io.jenkins.plugins.consistentbackup.backup.BackupState;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.phase.Journal;
import io.jenkins.plugins.consistentbackup.restore.RestoreState;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody who finds that a process has died in a namespace, and goes on with what it was doing or takes it back. */
final class Heir {
    /** On a machine that is busy with other things, a taking back may take too long. */
    private static final int ATTEMPTS = 3;

    private final SweepCluster sweep;
    private final Cluster cluster;
    private final String namespace;

    Heir(final SweepCluster sweep, final String namespace) {
        this.sweep = sweep;
        this.namespace = namespace;
        cluster = sweep.undisturbed();
    }

    /**
     * How something that died has ended.
     *
     * @param inTheMidst whether it had begun to change things, and had not ended
     * @param done id of what was done in the end
     */
    record Ending(boolean inTheMidst, Optional<String> done) {
        private static final Ending NOTHING_DONE = new Ending(false, Optional.empty());
    }

    /** The restores and undos that the namespace remembers, by their ids. */
    Set<String> remembered() {
        return recorded().map(RestoreState::id).collect(Collectors.toSet());
    }

    /** Those of which it says that they have not ended. */
    Set<String> unfinished() {
        return recorded().filter(run -> !run.ended()).map(RestoreState::id).collect(Collectors.toSet());
    }

    /** Goes on with a backup; one of which not all was cut is taken back by that. */
    Ending endBackup(final Optional<BackupState> saved) throws InterruptedException {
        Optional<BackupState> begun = saved.filter(state -> state.plan().isPresent());
        if (begun.isEmpty()) {
            return Ending.NOTHING_DONE;
        }
        Outcome outcome = Outcome.of(sweep.backups(cluster)
                .resume(begun.get(), Journal.none(), line -> {})
                .result()
                .thenApply(BackupReport::id));
        return new Ending(true, outcome.done());
    }

    /**
     * Ends a restore or undo, if one has begun.
     *
     * @param earlier ids of others
     * @param undo how it is taken back
     * @param goOn whether to go on with it first; what cannot be gone on with is taken back
     */
    Ending endRestore(final Set<String> earlier, final Operation undo, final boolean goOn) throws InterruptedException {
        Optional<RestoreState> begun =
                recorded().filter(run -> !earlier.contains(run.id())).findFirst();
        if (begun.isEmpty()) {
            return Ending.NOTHING_DONE;
        }
        RestoreState left = begun.get();
        String id = left.id();
        boolean inTheMidst = !left.ended();
        if (inTheMidst && goOn) {
            Outcome.of(sweep.restorer(cluster)
                    .run(left, Journal.none(), line -> {})
                    .resume()
                    .result()
                    .thenApply(RestoreState::id));
        }
        for (int attempt = 0; attempt < ATTEMPTS && unfinished().contains(id); attempt++) {
            expireLease();
            Outcome.of(undo.run(sweep, cluster, namespace, line -> {}));
        }
        boolean done = recorded().anyMatch(run -> run.id().equals(id) && run.succeeded());
        return new Ending(inTheMidst, done ? Optional.of(id) : Optional.empty());
    }

    private Stream<RestoreState> recorded() {
        return sweep.restorer(cluster).recorded(namespace).join().stream();
    }

    /** That of the dead, which would have to be waited for. */
    void expireLease() {
        cluster.delete(Kind.LEASES, namespace, "consistent-backup", null).join();
    }
}
