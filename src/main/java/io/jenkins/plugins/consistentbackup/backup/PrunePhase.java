package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Retention;
import io.jenkins.plugins.consistentbackup.catalog.SetId;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Removes sets that the request does not keep, never the one that was just made, and what appeared of sets that earlier
 * backups gave up. The new set is good whatever happens here, so failures are only said.
 */
final class PrunePhase implements Phase<BackupState> {
    private final BackupSession session;
    private final PolicedPlanner planner;

    PrunePhase(final BackupSession session, final PolicedPlanner planner) {
        this.session = session;
        this.planner = planner;
    }

    @Override
    public String name() {
        return "prune";
    }

    @Override
    public String doing(final BackupState state) {
        return "removing sets that are not kept";
    }

    @Override
    public CompletableFuture<Void> run(final BackupState state, final PhaseContext context) {
        return session.lease(state)
                .thenCompose(lease -> prune(state, lease.givenUp(), context))
                .handle((nothing, failure) -> {
                    if (failure != null) {
                        context.say("warning: older sets were not removed: "
                                + Futures.cause(failure).getMessage());
                    }
                    return null;
                })
                .thenCompose(nothing -> giveLeaseBack(context));
    }

    /** A Lease that cannot be given back expires; the set that was committed is none the worse for it. */
    private CompletableFuture<Void> giveLeaseBack(final PhaseContext context) {
        return session.giveLeaseBack().exceptionally(failure -> {
            context.say("warning: the Lease of the namespace was not given back and will expire: "
                    + Futures.cause(failure).getMessage());
            return null;
        });
    }

    private CompletableFuture<Void> prune(
            final BackupState state, final Set<SetId> givenUp, final PhaseContext context) {
        Optional<Integer> keep = planner.kept(state.request());
        if (keep.isEmpty() && givenUp.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return session.checkLease(state)
                .thenCompose(nothing ->
                        session.parts().catalog().list(state.request().namespace()))
                .thenCompose(sets -> removeAll(Retention.leftovers(sets, givenUp), this::withLabels, context)
                        .thenCompose(nothing -> removeAll(
                                keep.map(number -> Retention.toRemoveAfter(state.id(), sets, number))
                                        .orElse(List.of()),
                                set -> givingUp(state, set),
                                context)));
    }

    private CompletableFuture<Void> removeAll(
            final List<BackupSet> sets,
            final Function<BackupSet, CompletableFuture<List<String>>> how,
            final PhaseContext context) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (BackupSet set : sets) {
            all = all.thenCompose(nothing -> how.apply(set)).thenAccept(left -> sayRemoved(set, left, context));
        }
        return all;
    }

    /** Noted first: what cannot be removed now, or would be if this process did not die, goes with the next backup. */
    private CompletableFuture<List<String>> givingUp(final BackupState state, final BackupSet set) {
        return session.lease(state)
                .thenCompose(lease -> lease.noteGivenUp(set.id()))
                .thenCompose(nothing -> delete(set));
    }

    private CompletableFuture<List<String>> delete(final BackupSet set) {
        return session.parts().catalog().delete(set.namespace(), set.id());
    }

    /** What a request that came late did to claims goes as well. */
    private CompletableFuture<List<String>> withLabels(final BackupSet set) {
        return delete(set)
                .thenCompose(left -> session.parts()
                        .claimLabels()
                        .remove(set.namespace(), set.id())
                        .thenApply(nothing -> left));
    }

    private static void sayRemoved(final BackupSet set, final List<String> left, final PhaseContext context) {
        context.say(
                left.isEmpty()
                        ? "removed set " + set.id()
                        : "warning: of set " + set.id() + " there is left: " + String.join("; ", left));
    }
}
