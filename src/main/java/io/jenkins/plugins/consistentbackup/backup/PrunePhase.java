package io.jenkins.plugins.consistentbackup.backup;

import io.jenkins.plugins.consistentbackup.catalog.BackupSet;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.catalog.Retention;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.phase.Phase;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Removes sets that the request does not keep. The new set is good whatever happens here, so failures are only said. */
final class PrunePhase implements Phase<BackupState> {
    private final BackupSession session;

    PrunePhase(final BackupSession session) {
        this.session = session;
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
        return state.request()
                .keep()
                .map(keep -> prune(state, keep, context))
                .orElseGet(() -> CompletableFuture.completedFuture(null))
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

    private CompletableFuture<Void> prune(final BackupState state, final int keep, final PhaseContext context) {
        Catalog catalog = session.parts().catalog();
        return session.checkLease(state)
                .thenCompose(nothing -> catalog.list(state.request().namespace()))
                .thenCompose(sets -> {
                    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
                    for (BackupSet set : Retention.toRemove(sets, keep)) {
                        all = all.thenCompose(nothing -> catalog.delete(set.namespace(), set.id()))
                                .thenAccept(left -> sayRemoved(set, left, context));
                    }
                    return all;
                });
    }

    private static void sayRemoved(final BackupSet set, final List<String> left, final PhaseContext context) {
        context.say(
                left.isEmpty()
                        ? "removed set " + set.id()
                        : "warning: of set " + set.id() + " there is left: " + String.join("; ", left));
    }
}
