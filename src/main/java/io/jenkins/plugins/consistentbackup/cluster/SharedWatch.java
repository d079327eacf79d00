package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The objects of one kind in one namespace: a list, then a watch from the list's resourceVersion on. A watch that was
 * cut goes on from the last resourceVersion seen, also one of a bookmark; when the server no longer knows that one
 * (410), everything begins again with a list. All but the constructor's fields belongs to one serial executor.
 */
final class SharedWatch<T extends HasMetadata> {
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    private static final long FIRST_DELAY_MILLIS = 50;
    private static final int GONE = 410;
    private static final int NORMAL_CLOSE = 1000;

    private final ApiClient api;
    private final ObjectLists lists;
    private final Kind<T> kind;
    private final String namespace;
    private final SerialExecutor serial;
    private final WatchedObjects<T> objects = new WatchedObjects<>();
    private final List<WatchFeed.Wait<T, ?>> waits = new ArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private String resourceVersion = "";
    private Connection connection;
    private int failures;
    private volatile ClusterException broken;
    private volatile boolean connected;

    /** How many feeds use it; belongs to {@link SharedWatches}. */
    int users;

    SharedWatch(final ApiClient api, final ObjectLists lists, final Kind<T> kind, final String namespace) {
        this.api = api;
        this.lists = lists;
        this.kind = kind;
        this.namespace = namespace;
        this.serial = new SerialExecutor(api.threads().work());
    }

    /** Completes when the present objects are known and the watch is open. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    Map<String, T> view() {
        return objects.view();
    }

    boolean broken() {
        return broken != null;
    }

    /**
     * Whether it was cut and is not open again: what happens meanwhile it tells later. Who only begins to look would take
     * what is not there yet for something that does not exist.
     */
    boolean interrupted() {
        return ready.isDone() && !connected;
    }

    void start() {
        serial.execute(this::list);
    }

    void stop() {
        serial.execute(() -> {
            end(new ClusterException(Reason.CANCELLED, "the watch was given back"));
        });
    }

    /** Lets somebody look at once and after each change. */
    void look(final WatchFeed.Wait<T, ?> wait) {
        serial.execute(() -> {
            if (broken != null) {
                wait.fail(broken);
            } else if (!wait.look(objects.view())) {
                waits.add(wait);
            }
        });
    }

    private void list() {
        if (broken == null) {
            lists.list(kind, namespace, Map.of()).whenCompleteAsync(this::listed, serial);
        }
    }

    private void listed(final ObjectLists.Listed<T> listed, final Throwable failure) {
        if (failure != null) {
            lost(failure, this::list);
            return;
        }
        objects.reset(listed.objects());
        resourceVersion = listed.resourceVersion();
        changed();
        watch();
    }

    private void watch() {
        if (broken != null) {
            return;
        }
        Connection next = new Connection();
        connection = next;
        ResourcePath path = ResourcePath.of(kind, namespace)
                .with("watch", "true")
                .with("allowWatchBookmarks", "true")
                .with("resourceVersion", resourceVersion);
        api.connect(What.of("watch", kind, namespace, ""), path, null, next).whenCompleteAsync(next::opened, serial);
    }

    private void changed() {
        waits.removeIf(wait -> wait.look(objects.view()));
    }

    /** Goes on after a failure that passes; else everybody who waits hears of it. */
    private void lost(final Throwable failure, final Runnable again) {
        if (broken != null) {
            return;
        }
        if (Futures.cause(failure) instanceof ClusterException e && e.reason() == Reason.GONE) {
            resourceVersion = "";
            delayed(this::list);
        } else if (ready.isDone() && !isFinal(failure)) {
            delayed(again);
        } else {
            end(RequestErrors.fromFailure(What.of("watch", kind, namespace, ""), failure));
        }
    }

    private static boolean isFinal(final Throwable failure) {
        return !RequestErrors.passes(failure)
                && !(Futures.cause(failure) instanceof ClusterException e && e.reason() == Reason.TIMEOUT);
    }

    private void delayed(final Runnable again) {
        long delay = Math.min(FIRST_DELAY_MILLIS << Math.min(failures, 10), LONGEST_DELAY.toMillis());
        failures++;
        api.threads().timer().schedule(() -> serial.execute(again), delay, TimeUnit.MILLISECONDS);
    }

    private void end(final ClusterException reason) {
        broken = reason;
        ready.completeExceptionally(reason);
        waits.forEach(wait -> wait.fail(reason));
        waits.clear();
        if (connection != null) {
            connection.drop();
        }
    }

    private void event(final JsonNode event) {
        JsonNode json = event.path("object");
        String type = event.path("type").asText("");
        switch (type) {
            case "ERROR" -> {
                int code = json.path("code").asInt(0);
                connection.drop();
                connection = null;
                connected = false;
                lost(
                        RequestErrors.fromAnswer(What.of("watch", kind, namespace, ""), code, json.toString(), null),
                        code == GONE ? this::list : this::watch);
            }
            case "BOOKMARK" ->
                resourceVersion = json.path("metadata").path("resourceVersion").asText(resourceVersion);
            case "ADDED", "MODIFIED", "DELETED" -> {
                failures = 0;
                T object = lists.object(kind, json);
                resourceVersion = object.getMetadata().getResourceVersion();
                if ("DELETED".equals(type) ? objects.remove(object) : objects.put(object)) {
                    changed();
                }
            }
            default -> {
                // Types of later versions of the API say nothing that is needed here.
            }
        }
    }

    /** One WebSocket; what an earlier one still says is not heard. */
    private final class Connection implements WebSocket.Listener {
        private WebSocket socket;
        private boolean dropped;

        private void opened(final WebSocket opened, final Throwable failure) {
            if (failure != null) {
                closed(failure);
                return;
            }
            socket = opened;
            if (dropped || connection != this) {
                drop();
            } else {
                connected = true;
                ready.complete(null);
            }
        }

        private void drop() {
            dropped = true;
            if (socket != null) {
                socket.sendClose(NORMAL_CLOSE, null);
            }
        }

        private void closed(final Throwable failure) {
            if (connection == this) {
                connection = null;
                connected = false;
                lost(failure, SharedWatch.this::watch);
            }
        }

        private void heard(final WebSocket from, final String text) {
            from.request();
            if (connection != this) {
                return;
            }
            try {
                event(api.mapper().readTree(text));
            } catch (JsonProcessingException | ClusterException e) {
                drop();
                closed(new ClusterException(Reason.LOST, "the watch said something unreadable", e));
            }
        }

        @Override
        public void onMessage(final WebSocket from, final String text) {
            serial.execute(() -> heard(from, text));
        }

        @Override
        public void onMessage(final WebSocket from, final ByteBuffer bytes) {
            onMessage(from, StandardCharsets.UTF_8.decode(bytes).toString());
        }

        @Override
        public void onClose(final WebSocket from, final int code, final String reason) {
            from.sendClose(NORMAL_CLOSE, null);
            serial.execute(() -> closed(new ClusterException(Reason.LOST, "the server closed the watch: " + code)));
        }

        @Override
        public void onError(final WebSocket from, final Throwable failure) {
            serial.execute(() -> closed(RequestErrors.fromFailure("watch " + kind, failure)));
        }
    }
}
