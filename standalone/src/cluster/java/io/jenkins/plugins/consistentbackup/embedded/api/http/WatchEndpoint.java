package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.Selector;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Opens watches: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes. */
final class WatchEndpoint {

    /** minRequestTimeout of the API server: watches without a limit end after half an hour to an hour. */
    private static final long DEFAULT_TIMEOUT_SECONDS = 1800;

    private final ObjectStore store;
    private final Vertx vertx;
    private final Duration bookmarkInterval;

    WatchEndpoint(ObjectStore store, Vertx vertx, Duration bookmarkInterval) {
        this.store = store;
        this.vertx = vertx;
        this.bookmarkInterval = bookmarkInterval;
    }

    /** Checks what can be checked before the connection becomes a stream. */
    void validate(ApiCall call) {
        call.selector();
        call.number("timeoutSeconds");
        call.number("resourceVersion");
        if (call.flag("sendInitialEvents")) {
            // The answer of a server without the feature WatchList; clients then list first.
            throw ApiException.of(
                    422,
                    "Invalid",
                    "ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is"
                            + " forbidden for watch unless the WatchList feature gate is enabled");
        }
    }

    /** Streams events to the client until it goes, the time is over, or a fault ends it. */
    void open(ApiCall call, EventSink sink, Fault fault) {
        Watch watch = new Watch(sink, fault);
        RequestTarget target = call.target();
        Selector selector = call.selector();
        try {
            watch.start(store.watch(target.type(), target.namespace(), selector, since(call), watch));
        } catch (ApiException e) {
            watch.fail(e);
            return;
        }
        long seconds = call.number("timeoutSeconds") == null
                ? DEFAULT_TIMEOUT_SECONDS
                : Math.max(1, call.number("timeoutSeconds"));
        long timeout = vertx.setTimer(seconds * 1000, id -> watch.end());
        long bookmarks = call.flag("allowWatchBookmarks")
                ? vertx.setPeriodic(bookmarkInterval.toMillis(), id -> watch.bookmark())
                : -1;
        sink.onClose(closed -> {
            vertx.cancelTimer(timeout);
            vertx.cancelTimer(bookmarks);
            watch.close();
        });
    }

    private static Long since(ApiCall call) {
        Long version = call.number("resourceVersion");
        return version == null || version == 0 ? null : version;
    }

    static ObjectNode event(String type, ObjectNode object) {
        ObjectNode event = Json.object().put("type", type);
        event.set("object", object);
        return event;
    }
}
