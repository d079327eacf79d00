package io.jenkins.plugins.consistentbackup.faults;

import io.jenkins.plugins.consistentbackup.backup.BackupState;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.phase.StoredState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A process that dies when it sends a certain request, with or without effect: after that one, it is never heard of. */
final class MortalProcess implements AutoCloseable {
    /** More requests than a process sends after the one at which it dies. */
    private static final int MUTE = 500;

    private final SweepCluster sweep;
    private final Cluster cluster;
    private final CompletableFuture<Void> died = new CompletableFuture<>();
    private volatile BackupState saved;

    /**
     * @param user whose requests are its own
     * @param request at which of them it dies, from 1
     * @param last {@link FaultKind#CUT_AFTER} when that one has its effect, else {@link FaultKind#CUT_BEFORE}
     */
    MortalProcess(final SweepCluster sweep, final String user, final int request, final FaultKind last) {
        this.sweep = sweep;
        cluster = sweep.connect(user, SweepCluster.REQUEST_DEADLINE);
        List<PlannedFault> faults = Stream.concat(
                        Stream.of(at(request, last)),
                        IntStream.rangeClosed(request + 1, request + MUTE)
                                .mapToObj(after -> at(after, FaultKind.CUT_BEFORE)))
                .toList();
        sweep.faults().watch(user, faults, mishap -> died.complete(null));
    }

    private static PlannedFault at(final int request, final FaultKind kind) {
        return PlannedFault.of(new Target(Target.ANY, request), kind);
    }

    /** Runs an operation until that ends or the process dies, which {@link #isDead} tells. */
    CompletableFuture<String> run(final Operation operation, final String namespace) {
        CompletableFuture<String> run = operation.run(sweep, cluster, namespace, this::save, line -> {});
        CompletableFuture.anyOf(died, run.handle((id, failure) -> id)).join();
        return run;
    }

    boolean isDead() {
        return died.isDone();
    }

    /** The state of its backup as it was saved last. */
    Optional<BackupState> saved() {
        return Optional.ofNullable(saved);
    }

    /** The dead save nothing. */
    private CompletableFuture<Void> save(final BackupState state) {
        if (isDead()) {
            return new CompletableFuture<>();
        }
        saved = StoredState.of(state);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
