package io.jenkins.plugins.consistentbackup.job;

import io.jenkins.plugins.consistentbackup.config.ClusterChoice;
import io.jenkins.plugins.consistentbackup.restore.RestorePlan;
import io.jenkins.plugins.consistentbackup.restore.RestoreRequest;
import io.jenkins.plugins.consistentbackup.restore.Restorer;
import io.jenkins.plugins.consistentbackup.restore.UndoRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A restore, clone or undo as a build asks for it.
 *
 * @param cluster where
 * @param templates texts of hook templates that only this operation has
 * @param copiedTo a second namespace in which it works
 * @param plan finds out what it would do
 */
public record RestoreOrder(
        ClusterChoice cluster,
        List<String> templates,
        Optional<String> copiedTo,
        Function<Restorer, CompletableFuture<RestorePlan>> plan) {
    public RestoreOrder {
        templates = List.copyOf(templates);
    }

    /** A restore or a clone. */
    public static RestoreOrder of(final ClusterChoice cluster, final RestoreRequest request) {
        return new RestoreOrder(cluster, List.of(), request.cloneInto(), restorer -> restorer.plan(request));
    }

    /** An undo. */
    public static RestoreOrder of(final ClusterChoice cluster, final UndoRequest request) {
        return new RestoreOrder(cluster, List.of(), Optional.empty(), restorer -> restorer.plan(request));
    }

    /** The same, with hook templates that only it has. */
    public RestoreOrder with(final List<String> texts) {
        return new RestoreOrder(cluster, texts, copiedTo, plan);
    }
}
