package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.jenkins.plugins.consistentbackup.embedded.api.access.SelfReviews;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceType;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** Which endpoint a request is for. */
final class Endpoints {

    private static final Set<String> POD_SUBRESOURCES_ELSEWHERE =
            Set.of("attach", "portforward", "proxy", "eviction", "binding", "ephemeralcontainers", "resize");

    private final Discovery discovery;
    private final SelfReviews reviews;
    private final ResourceEndpoint resources;
    private final ScaleEndpoint scales;
    private final WatchEndpoint watches;
    private final ExecEndpoint execs;
    private final LogEndpoint logs;

    Endpoints(ObjectStore store, SelfReviews reviews, WatchEndpoint watches, ExecEndpoint execs, LogEndpoint logs) {
        this.discovery = new Discovery(store.types());
        this.reviews = reviews;
        this.resources = new ResourceEndpoint(store);
        this.scales = new ScaleEndpoint(store);
        this.watches = watches;
        this.execs = execs;
        this.logs = logs;
    }

    /** For paths that are no resource. */
    void answerPath(HttpServerRequest request, Fault fault) {
        send(discovery.answer(request).orElseThrow(ApiException::noSuchPath), request, fault);
    }

    void perform(ApiCall call, Fault fault) {
        String subresource = call.target().subresource();
        ResourceType type = call.target().type();
        if (type.isReview()) {
            send(review(call), call.http(), fault);
        } else if (subresource.equals("exec") && type.equals(ResourceType.POD)) {
            exec(call, fault);
        } else if (subresource.equals("log") && type.equals(ResourceType.POD)) {
            logs.answer(call);
        } else if (subresource.equals("scale") && type.scalable()) {
            send(scales.answer(call), call.http(), fault);
        } else if (subresource.isEmpty() || subresource.equals("status") && type.hasStatus()) {
            if (call.isWatch()) {
                watch(call, fault);
            } else {
                send(resources.answer(call), call.http(), fault);
            }
        } else {
            throw unknown(type, subresource);
        }
    }

    private Answer review(ApiCall call) {
        if (!call.verb().equals("create")) {
            throw ApiException.methodNotAllowed();
        }
        return Answer.json(201, reviews.answer(call.user(), call.bodyObject()));
    }

    private static ApiException unknown(ResourceType type, String subresource) {
        boolean elsewhere = type.equals(ResourceType.POD) && POD_SUBRESOURCES_ELSEWHERE.contains(subresource)
                || type.equals(ResourceType.SERVICE_ACCOUNT) && subresource.equals("token")
                || type.equals(ResourceType.NAMESPACE) && subresource.equals("finalize");
        return elsewhere
                ? ApiException.notModelled(type.qualifiedName() + "/" + subresource)
                : ApiException.noSuchPath();
    }

    private static void send(Answer answer, HttpServerRequest request, Fault fault) {
        if (fault instanceof Fault.CutAfter) {
            request.connection().close();
        } else {
            answer.send(request);
        }
    }

    private void watch(ApiCall call, Fault fault) {
        watches.validate(call);
        if (!call.isWebSocket()) {
            watches.open(call, new ChunkedSink(call.http()), fault);
            return;
        }
        HttpConnection connection = call.http().connection();
        call.upgrade(socket -> watches.open(call, new WebSocketSink(socket, connection), fault));
    }

    private void exec(ApiCall call, Fault fault) {
        ExecEndpoint.Request request = execs.validate(call);
        HttpConnection connection = call.http().connection();
        call.upgrade(socket -> execs.open(request, socket, connection::close, fault));
    }
}
