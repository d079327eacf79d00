package io.jenkins.plugins.consistentbackup.restore;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.catalog.Catalog;
import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.Futures;
import io.jenkins.plugins.consistentbackup.cluster.Kind;
import io.jenkins.plugins.consistentbackup.cluster.Patience;
import io.jenkins.plugins.consistentbackup.phase.PhaseContext;
import io.jenkins.plugins.consistentbackup.quiesce.ContainerScripts;
import io.jenkins.plugins.consistentbackup.template.TemplateLibrary;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the steps of one phase work with.
 *
 * @param cluster refuses changes when the run was cancelled or has lost its Lease
 * @param catalog finds sets
 * @param scripts runs checks in containers
 * @param templates how databases are prepared and checked
 * @param clock the time
 * @param scheduler for pauses
 * @param context of the phase
 */
record Tools(
        Cluster cluster,
        Catalog catalog,
        ContainerScripts scripts,
        TemplateLibrary templates,
        Clock clock,
        ScheduledExecutorService scheduler,
        PhaseContext context) {
    /** For so long a refusal may pass. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

    /** Waits for objects to look as they should; ends early, with a failure, when the run is cancelled. */
    <T extends HasMetadata, R> CompletableFuture<R> until(
            final Kind<T> kind,
            final String namespace,
            final Function<Map<String, T>, Optional<R>> decide,
            final Duration limit,
            final String waitingFor) {
        return cluster.feed(kind, namespace)
                .thenCompose(feed -> context.unlessCancelled(feed.until(decide, limit, waitingFor))
                        .whenComplete((seen, failure) -> feed.close()));
    }

    /** Waits until an object of this uid is gone. */
    <T extends HasMetadata> CompletableFuture<Void> untilGone(
            final Kind<T> kind, final String namespace, final String name, final String uid, final Duration limit) {
        return until(
                        kind,
                        namespace,
                        objects -> Optional.ofNullable(objects.get(name))
                                        .filter(object ->
                                                uid.equals(object.getMetadata().getUid()))
                                        .isPresent()
                                ? Optional.empty()
                                : Optional.of(true),
                        limit,
                        kind.plural() + " " + name + (namespace == null ? "" : " in namespace " + namespace)
                                + " to be gone")
                .thenApply(gone -> null);
    }

    /**
     * Ends well as well when it is refused for one of these reasons, and still is after a while: one refusal may be a proxy's.
     *
     * @param step is done anew
     */
    CompletableFuture<Void> unlessRefused(final Set<Reason> reasons, final Supplier<CompletableFuture<Void>> step) {
        return Steps.tolerating(
                reasons, new Patience(REFUSED_FOR, reasons, scheduler, System::nanoTime).on(step, this::say));
    }

    /** The same tools, but whose waits end early, with its failure, when a future fails. */
    Tools endedBy(final CompletableFuture<Void> failing) {
        CompletableFuture<Void> cancelled = context.cancelled().copy();
        failing.whenComplete((never, failure) -> {
            if (failure != null) {
                cancelled.completeExceptionally(Futures.cause(failure));
            }
        });
        PhaseContext ending = new PhaseContext() {
            @Override
            public void say(final String line) {
                context.say(line);
            }

            @Override
            public CompletableFuture<Void> save() {
                return context.save();
            }

            @Override
            public CompletableFuture<Void> cancelled() {
                return cancelled;
            }
        };
        return new Tools(cluster, catalog, scripts, templates, clock, scheduler, ending);
    }

    void say(final String line) {
        context.say(line);
    }
}
