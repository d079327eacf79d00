package io.jenkins.plugins.consistentbackup.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One watch for each kind and namespace that somebody looks at, however many do. */
final class SharedWatches {
    private final ApiClient api;
    private final ObjectLists lists;
    private final Map<Key, SharedWatch<?>> open = new HashMap<>();
    private boolean closed;

    SharedWatches(final ApiClient api, final ObjectLists lists) {
        this.api = api;
        this.lists = lists;
    }

    private record Key(Kind<?> kind, String namespace) {}

    <T extends HasMetadata> CompletableFuture<Feed<T>> feed(final Kind<T> kind, final String namespace) {
        WatchFeed<T> feed;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        new ClusterException(Reason.CANCELLED, "the connection to " + api.server() + " is closed"));
            }
            feed = new WatchFeed<>(watch(kind, namespace), api.threads(), this::closed);
        }
        return feed.watch().ready().<Feed<T>>thenApply(ready -> feed).whenComplete((ready, failure) -> {
            if (failure != null) {
                feed.close();
            }
        });
    }

    @SuppressWarnings("unchecked") // The key has the kind, and with it the type.
    private <T extends HasMetadata> SharedWatch<T> watch(final Kind<T> kind, final String namespace) {
        Key key = new Key(kind, namespace);
        SharedWatch<T> watch = (SharedWatch<T>) open.get(key);
        if (watch == null || watch.broken() || watch.interrupted()) {
            watch = new SharedWatch<>(api, lists, kind, namespace);
            open.put(key, watch);
            watch.start();
        }
        watch.users++;
        return watch;
    }

    private synchronized void closed(final SharedWatch<?> watch) {
        watch.users--;
        if (watch.users == 0) {
            open.values().remove(watch);
            watch.stop();
        }
    }

    void close() {
        List<SharedWatch<?>> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open.values());
            open.clear();
        }
        all.forEach(SharedWatch::stop);
    }
}
