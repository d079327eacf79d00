package io.jenkins.plugins.consistentbackup.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** One user's part of a shared watch. */
final class WatchFeed<T extends HasMetadata> implements Feed<T> {
    private final SharedWatch<T> watch;
    private final ClientThreads threads;
    private final Consumer<SharedWatch<?>> giveBack;
    private final Set<Wait<T, ?>> waits = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    WatchFeed(final SharedWatch<T> watch, final ClientThreads threads, final Consumer<SharedWatch<?>> giveBack) {
        this.watch = watch;
        this.threads = threads;
        this.giveBack = giveBack;
    }

    /** Something that somebody waits to see. Looked at by one thread at a time. */
    static final class Wait<T extends HasMetadata, R> {
        private final Function<Map<String, T>, Optional<R>> decide;
        private final CompletableFuture<R> seen = new CompletableFuture<>();

        Wait(final Function<Map<String, T>, Optional<R>> decide) {
            this.decide = decide;
        }

        /** Looks at the objects; returns whether the wait is over. */
        boolean look(final Map<String, T> objects) {
            if (seen.isDone()) {
                return true;
            }
            try {
                decide.apply(objects).ifPresent(seen::complete);
            } catch (RuntimeException | Error e) { // Whatever the decision throws is the wait's result, by contract.
                seen.completeExceptionally(e);
            }
            return seen.isDone();
        }

        void fail(final ClusterException reason) {
            seen.completeExceptionally(reason);
        }
    }

    SharedWatch<T> watch() {
        return watch;
    }

    @Override
    public Map<String, T> objects() {
        return Map.copyOf(watch.view());
    }

    @Override
    public <R> CompletableFuture<R> until(
            final Function<Map<String, T>, Optional<R>> decide, final Duration limit, final String waitingFor) {
        Wait<T, R> wait = new Wait<>(decide);
        CompletableFuture<R> result = threads.within(
                limit,
                wait.seen,
                () -> new ClusterException(
                        Reason.TIMEOUT, "waited " + limit.toMillis() / 1000.0 + " s in vain for " + waitingFor));
        waits.add(wait);
        result.whenComplete((value, failure) -> {
            waits.remove(wait);
            wait.fail(new ClusterException(Reason.TIMEOUT, "nobody waits any more for " + waitingFor));
        });
        if (closed.get()) {
            wait.fail(new ClusterException(Reason.CANCELLED, "no longer waiting for " + waitingFor));
        }
        watch.look(wait);
        return result;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            waits.forEach(wait -> wait.fail(new ClusterException(Reason.CANCELLED, "the watch was given back")));
            giveBack.accept(watch);
        }
    }
}
