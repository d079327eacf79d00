package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.jenkins.plugins.consistentbackup.embedded.api.access.AccessRequest;
import io.jenkins.plugins.consistentbackup.embedded.api.access.AccessRules;
import io.jenkins.plugins.consistentbackup.embedded.api.access.Tokens;
import io.jenkins.plugins.consistentbackup.embedded.api.access.User;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.Fault;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.ObservedRequest;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.RequestLog;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ResourceTypes;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The way of a request: who it is, what it wants, what goes wrong with it, whether it may, and then its effect. */
final class RequestPipeline {

    private static final Logger LOGGER = Logger.getLogger(RequestPipeline.class.getName());

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Vertx vertx;
    private final Supplier<Instant> now;
    private final ResourceTypes types;
    private final Tokens tokens;
    private final AccessRules access;
    private final RequestLog log;
    private final Supplier<FaultPlan> faults;
    private final Endpoints endpoints;
    private final FaultInjection injection;

    RequestPipeline(
            Vertx vertx,
            Supplier<Instant> now,
            ResourceTypes types,
            Tokens tokens,
            AccessRules access,
            RequestLog log,
            Supplier<FaultPlan> faults,
            Endpoints endpoints) {
        this.vertx = vertx;
        this.now = now;
        this.types = types;
        this.tokens = tokens;
        this.access = access;
        this.log = log;
        this.faults = faults;
        this.endpoints = endpoints;
        this.injection = new FaultInjection(vertx);
    }

    /** Called on the event loop of the request's connection. */
    void handle(HttpServerRequest request) {
        Context connection = vertx.getOrCreateContext();
        if (request.getHeader("Upgrade") != null
                && !request.getHeader("Upgrade").equalsIgnoreCase("h2c")) {
            // Its stream is what the client sends after the upgrade; there is no body to wait for.
            request.pause();
            onWorker(request, () -> begin(request, Buffer.buffer(), connection));
        } else {
            request.response().headersEndHandler(written -> date(request));
            request.bodyHandler(body -> onWorker(request, () -> begin(request, body, connection)));
        }
    }

    /** As the HTTP server of Go's library does, when it writes the answer (net/http/server.go, writeHeader). */
    private void date(HttpServerRequest request) {
        request.response().putHeader("Date", HTTP_DATE.format(now.get()));
    }

    private void onWorker(HttpServerRequest request, Runnable work) {
        vertx.executeBlocking(
                        () -> {
                            work.run();
                            return null;
                        },
                        false)
                .onFailure(error -> fail(request, error));
    }

    private static void fail(HttpServerRequest request, Throwable error) {
        ApiException refusal = error instanceof ApiException known
                ? known
                : ApiException.of(500, "InternalError", "Internal error occurred: " + error);
        if (!(error instanceof ApiException)) {
            LOGGER.log(Level.SEVERE, error, () -> request.method() + " " + request.uri() + " failed");
        }
        if (!request.isEnded()) {
            request.resume();
        }
        Answer.error(refusal).send(request);
    }

    private void begin(HttpServerRequest request, Buffer body, Context connection) {
        User user = tokens.authenticate(request.getHeader("Authorization"));
        if (request.getHeader("Impersonate-User") != null) {
            throw ApiException.notModelled("impersonation");
        }
        Optional<RequestTarget> target = RequestTarget.parse(request.path(), types);
        if (target.isEmpty()) {
            beginPath(request, user);
            return;
        }
        ApiCall call = new ApiCall(request, target.get(), user, body, connection);
        Fault fault = faults.get().faultOf(log.record(call.observed()));
        injection.apply(fault, request, () -> onWorker(request, () -> perform(call, fault)));
    }

    private void beginPath(HttpServerRequest request, User user) {
        String verb = request.method().name().toLowerCase(Locale.ROOT);
        ObservedRequest observed =
                log.record(new ObservedRequest(0, verb, "", request.path(), "", "", "", user.name(), request.uri()));
        Fault fault = faults.get().faultOf(observed);
        injection.apply(
                fault,
                request,
                () -> onWorker(request, () -> {
                    access.require(user, AccessRequest.ofPath(verb, request.path()));
                    endpoints.answerPath(request, fault);
                }));
    }

    private void perform(ApiCall call, Fault fault) {
        access.require(call.user(), call.access());
        if (call.target().subresource().equals("exec") && call.verb().equals("get")) {
            // Since 1.35 a WebSocket needs both (https://github.com/kubernetes/kubernetes/pull/134577), before it
            // needed get alone: who has both can exec in every version.
            access.require(call.user(), call.access().withVerb("create"));
        }
        endpoints.perform(call, fault);
    }
}
