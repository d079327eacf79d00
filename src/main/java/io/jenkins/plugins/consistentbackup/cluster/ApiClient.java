package io.jenkins.plugins.consistentbackup.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Requests and WebSockets of one connection, each with a deadline; answers are JSON. */
final class ApiClient {
    private static final String JSON = "application/json";
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);
    private static final int RETRIES = 5;

    private final HttpClient http;
    private final String server;
    private final Optional<String> token;
    private final ObjectMapper mapper;
    private final ClientThreads threads;
    private final Duration deadline;
    private final ServerClock clock = new ServerClock(System::nanoTime);

    ApiClient(
            final HttpClient http,
            final ClusterAddress address,
            final ObjectMapper mapper,
            final ClientThreads threads,
            final Duration deadline) {
        this.http = http;
        this.server = address.server().replaceAll("/+$", "");
        this.token = address.token();
        this.mapper = mapper;
        this.threads = threads;
        this.deadline = deadline;
    }

    String server() {
        return server;
    }

    /** The API server's, by its latest answer. */
    ServerClock clock() {
        return clock;
    }

    ObjectMapper mapper() {
        return mapper;
    }

    ClientThreads threads() {
        return threads;
    }

    /** A GET, tried again after failures that pass by themselves. */
    CompletableFuture<JsonNode> read(final String what, final ResourcePath path) {
        return retrying(() -> send(what, request(path)));
    }

    /**
     * A request that may change something: one try.
     *
     * @param method HTTP method
     * @param contentType of the body: for PATCH it says what kind of patch this is
     */
    CompletableFuture<JsonNode> write(
            final String what,
            final String method,
            final ResourcePath path,
            final String contentType,
            final Object body) {
        String text;
        try {
            text = mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            return CompletableFuture.failedFuture(
                    new ClusterException(Reason.INVALID, "object cannot be written as JSON (" + what + ")", e));
        }
        return send(what, request(path).method(method, contentType, text));
    }

    /** {@link #write} of a whole object. */
    CompletableFuture<JsonNode> write(
            final String what, final String method, final ResourcePath path, final Object body) {
        return write(what, method, path, JSON, body);
    }

    /** Tries again after failures that pass by themselves, with growing delays or those that the server asks for. */
    <T> CompletableFuture<T> retrying(final Supplier<CompletableFuture<T>> request) {
        RetryPolicy<T> policy = RetryPolicy.<T>builder()
                .handleIf((answer, failure) -> failure != null && RequestErrors.passes(failure))
                .withDelayFn(ApiClient::delay)
                .withMaxRetries(RETRIES)
                .withMaxDuration(deadline.multipliedBy(2))
                .build();
        return threads.onWorkers(Failsafe.with(policy).with(threads.timer()).getStageAsync(request::get));
    }

    private static <T> Duration delay(final ExecutionContext<T> context) {
        Duration own = FIRST_DELAY.multipliedBy(1L << Math.min(context.getAttemptCount(), RETRIES));
        Duration bounded = own.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : own;
        Throwable cause = Futures.cause(context.getLastException());
        Duration asked = cause instanceof ClusterException e ? e.retryAfter() : Duration.ZERO;
        return asked.compareTo(bounded) > 0 ? asked : bounded;
    }

    /**
     * Opens a WebSocket: one try.
     *
     * @param protocol subprotocol, or null
     */
    CompletableFuture<WebSocket> connect(
            final String what, final ResourcePath path, final String protocol, final WebSocket.Listener listener) {
        // Not WebSocket.toWebSocketUri: fabric8's OkHttp client turns the URI into a URL, and Java knows none with wss.
        WebSocket.Builder builder = http.newWebSocketBuilder().uri(URI.create(server + path));
        token.ifPresent(value -> builder.setHeader("Authorization", "Bearer " + value));
        if (protocol != null) {
            builder.subprotocol(protocol);
        }
        CompletableFuture<WebSocket> opened = builder.buildAsync(listener);
        CompletableFuture<WebSocket> result = threads.within(deadline, opened, () -> late(what))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(handshake(what, failure)));
        result.whenComplete((socket, failure) -> {
            if (failure != null) {
                opened.thenAccept(tooLate -> tooLate.sendClose(1000, null));
            }
        });
        return result;
    }

    private static ClusterException handshake(final String what, final Throwable failure) {
        if (Futures.cause(failure) instanceof WebSocketHandshakeException refused) {
            HttpResponse<?> answer = refused.getResponse();
            // OkHttp drops the body of a refused handshake, and with it the server's message.
            return RequestErrors.fromAnswer(what, answer.code(), null, answer.header("Retry-After"));
        }
        return RequestErrors.fromFailure(what, failure);
    }

    private HttpRequest.Builder request(final ResourcePath path) {
        HttpRequest.Builder builder = http.newHttpRequestBuilder()
                .uri(server + path)
                .header("Accept", JSON)
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        token.ifPresent(value -> builder.setHeader("Authorization", "Bearer " + value));
        return builder;
    }

    private CompletableFuture<JsonNode> send(final String what, final HttpRequest.Builder request) {
        return threads.within(deadline, http.sendAsync(request.build(), String.class), () -> late(what))
                .thenApply(answer -> decode(what, answer))
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(RequestErrors.fromFailure(what, failure)));
    }

    private JsonNode decode(final String what, final HttpResponse<String> answer) {
        if (!answer.isSuccessful()) {
            throw RequestErrors.fromAnswer(what, answer.code(), answer.body(), answer.header("Retry-After"));
        }
        clock.told(answer.header("Date")); // Not of a failure, which a proxy may speak of.
        try {
            return mapper.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new ClusterException(
                    Reason.LOST, "the answer is not JSON; is " + server + " an API server? (" + what + ")", e);
        }
    }

    private ClusterException late(final String what) {
        return new ClusterException(
                Reason.TIMEOUT, "no answer from " + server + " within " + deadline.toSeconds() + " s (" + what + ")");
    }
}
