package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Patience;
import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What is done after a failure, in this order: every database is released, what was cut is removed, the namespace is
 * given back. Each is tried whatever became of the one before. A set that was committed already stays. To release, nothing
 * is waited for: the container does that by itself at its deadline. To remove, the API server is, when it is away.
 */
final class CleanUpPhase implements Phase<BackupState> {
    /** For the API server to answer again. As long as the removal of snapshots that the storage does not let go. */
    private static final Duration AWAY_LIMIT = Duration.ofMinutes(2);

    private final BackupSession session;

    CleanUpPhase(final BackupSession session) {
        this.session = session;
    }

    @Override
    public String name() {
        return "clean up";
    }

    @Override
    public String doing(final BackupState state) {
        return "releasing and removing what was begun";
    }

    @Override
    public CompletableFuture<Void> run(final BackupState state, final PhaseContext context) {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        boolean begun = state.plan().isPresent();
        boolean committed = state.report().isPresent();
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        if (begun && !committed) {
            all = then(all, failures, () -> releaseAll(state));
            all = all.thenCompose(nothing -> awaitAnswer(state, context));
            all = all.thenCompose(nothing -> findLease(state, context));
            all = all.thenCompose(nothing -> noteGivenUp(state, context));
            all = then(all, failures, () -> removeSet(state));
            all = then(all, failures, () -> session.unlabelClaims(state));
        }
        all = then(all, failures, session::giveLeaseBack);
        return all.thenRun(() -> {
            session.closeCutter();
            if (!failures.isEmpty()) {
                throw new BackupException(failures.stream()
                        .map(failure -> Futures.cause(failure).getMessage())
                        .collect(Collectors.joining("; ")));
            }
        });
    }

    private static CompletableFuture<Void> then(
            final CompletableFuture<Void> before,
            final List<Throwable> failures,
            final Supplier<CompletableFuture<Void>> work) {
        return before.thenCompose(nothing -> work.get()).handle((nothing, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
            return null;
        });
    }

    /** Those that this process holds are let go; of the others, the container is asked whether a hold is left. */
    private CompletableFuture<Void> releaseAll(final BackupState state) {
        List<HeldDatabase> held = session.stopHolding();
        Set<String> ended =
                held.stream().map(database -> database.plan().hold()).collect(Collectors.toSet());
        List<PlannedDatabase> others = state.requirePlan().databases().stream()
                .filter(database -> !ended.contains(database.hold()))
                .toList();
        return CompletableFuture.allOf(
                SideBySide.forEach(held, database -> end(state, database)),
                SideBySide.forEach(others, database -> releaseLeftover(state, database)));
    }

    private CompletableFuture<Void> end(final BackupState state, final HeldDatabase database) {
        return database.hold()
                .end()
                .handle((nothing, failure) -> failure == null
                        ? CompletableFuture.<Void>completedFuture(null)
                        : releaseLeftover(state, database.plan()))
                .thenCompose(ended -> ended);
    }

    private CompletableFuture<Void> releaseLeftover(final BackupState state, final PlannedDatabase database) {
        return session.parts().quiescer().releaseLeftover(session.holdRequest(state, database));
    }

    /** Never fails: what comes next says best what is left. */
    private CompletableFuture<Void> awaitAnswer(final BackupState state, final PhaseContext context) {
        BackupParts parts = session.parts();
        return new Patience(AWAY_LIMIT, Patience.AWAY, parts.scheduler(), System::nanoTime)
                .on(
                        () -> parts.catalog()
                                .find(state.request().namespace(), state.id())
                                .thenAccept(found -> {}),
                        context::say)
                .exceptionally(failure -> null);
    }

    /** A Lease that is left to itself expires. */
    private CompletableFuture<Void> findLease(final BackupState state, final PhaseContext context) {
        return session.findLease(state).exceptionally(failure -> {
            context.say("warning: the Lease of the namespace is left to expire: "
                    + Futures.cause(failure).getMessage());
            return null;
        });
    }

    /** A snapshot that appears after the removal is removed by the next backup of the namespace. */
    private CompletableFuture<Void> noteGivenUp(final BackupState state, final PhaseContext context) {
        return session.noteGivenUp(state).exceptionally(failure -> {
            context.say("warning: that set " + state.id() + " was given up could not be noted: "
                    + Futures.cause(failure).getMessage());
            return null;
        });
    }

    /** The manifest is deleted, seen or not: a request for it may take effect late. If none was sent, this is one for nothing. */
    private CompletableFuture<Void> removeSet(final BackupState state) {
        String namespace = state.request().namespace();
        return session.parts().catalog().delete(namespace, state.id()).thenCompose(left -> {
            if (left.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            return session.parts()
                    .catalog()
                    .markFailed(namespace, state.id(), state.getFailure())
                    .thenRun(() -> {
                        throw new BackupException("of the failed set " + state.id()
                                + " there is left, marked as failed: " + String.join("; ", left));
                    });
        });
    }
}
