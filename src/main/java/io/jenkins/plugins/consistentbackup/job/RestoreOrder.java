package io.jenkins.plugins.consistentbackup.job;

import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.restore.UndoRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A restore, clone or undo as a build asks for it.
 *
 * @param cluster where
 * @param copiedTo a second namespace in which it works
 * @param plan finds out what it would do
 */
public record RestoreOrder(
        ClusterChoice cluster, Optional<String> copiedTo, Function<Restorer, CompletableFuture<RestorePlan>> plan) {

    /** A restore or a clone. */
    public static RestoreOrder of(final ClusterChoice cluster, final RestoreRequest request) {
        return new RestoreOrder(cluster, request.cloneInto(), restorer -> restorer.plan(request));
    }

    /** An undo. */
    public static RestoreOrder of(final ClusterChoice cluster, final UndoRequest request) {
        return new RestoreOrder(cluster, Optional.empty(), restorer -> restorer.plan(request));
    }
}
