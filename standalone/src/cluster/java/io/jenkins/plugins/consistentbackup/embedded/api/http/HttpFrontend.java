package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.jenkins.plugins.consistentbackup.embedded.api.access.AccessRules;
import io.jenkins.plugins.consistentbackup.embedded.api.access.SelfReviews;
import io.jenkins.plugins.consistentbackup.embedded.api.access.Tokens;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.FaultPlan;
import io.jenkins.plugins.consistentbackup.embedded.api.fault.RequestLog;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecHandler;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.LogHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The listening socket and its threads. All threads are daemons and end with {@link #close()}. */
public final class HttpFrontend implements AutoCloseable {

    private static final int WORKERS = 16;
    private static final int EVENT_LOOPS = 2;
    private static final int LONGEST_HEADERS = 1 << 16;
    private static final int LONGEST_MESSAGE = 8 << 20;
    private static final long STEP_LIMIT_SECONDS = 60;

    private final Vertx vertx;
    private final ExecutorService streams;
    private final HttpServer server;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();

    private HttpFrontend(Vertx vertx, ExecutorService streams, HttpServer server) {
        this.vertx = vertx;
        this.streams = streams;
        this.server = server;
    }

    /** What the frontend is put in front of. */
    public record Backend(
            ObjectStore store,
            Tokens tokens,
            RequestLog log,
            Supplier<FaultPlan> faults,
            ExecHandler exec,
            LogHandler logs,
            Duration bookmarkInterval) {}

    /**
     * Listens on a port of 127.0.0.1.
     *
     * @param port 0: a free one
     * @param certificate null: no TLS
     * @throws IOException if the port cannot be had
     */
    public static HttpFrontend listen(Backend backend, int port, ServerCertificate certificate) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setUseDaemonThread(true)
                .setWorkerPoolSize(WORKERS)
                .setEventLoopPoolSize(EVENT_LOOPS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        ExecutorService streams = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "embedded-cluster-stream");
            thread.setDaemon(true);
            return thread;
        });
        HttpServer server = vertx.createHttpServer(options(port, certificate));
        HttpFrontend frontend = new HttpFrontend(vertx, streams, server);
        server.connectionHandler(frontend::track).requestHandler(pipeline(backend, vertx, streams)::handle);
        try {
            await(server.listen(), "listen on port " + port);
        } catch (IOException e) {
            frontend.close();
            throw e;
        }
        return frontend;
    }

    private static RequestPipeline pipeline(Backend backend, Vertx vertx, ExecutorService streams) {
        ObjectStore store = backend.store();
        AccessRules access = new AccessRules(store);
        Endpoints endpoints = new Endpoints(
                store,
                new SelfReviews(access),
                new WatchEndpoint(store, vertx, backend.bookmarkInterval()),
                new ExecEndpoint(store, backend.exec(), streams),
                new LogEndpoint(store, backend.logs(), streams));
        return new RequestPipeline(
                vertx, store::now, store.types(), backend.tokens(), access, backend.log(), backend.faults(), endpoints);
    }

    private static HttpServerOptions options(int port, ServerCertificate certificate) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setWebSocketSubProtocols(List.of(ExecEndpoint.V5, ExecEndpoint.V4))
                .setMaxWebSocketFrameSize(LONGEST_MESSAGE)
                .setMaxWebSocketMessageSize(LONGEST_MESSAGE)
                .setMaxInitialLineLength(LONGEST_HEADERS)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setTcpNoDelay(true);
        if (certificate != null) {
            options.setSsl(true).setUseAlpn(true).setKeyCertOptions(certificate.options());
        }
        return options;
    }

    private void track(HttpConnection connection) {
        connections.add(connection);
        connection.closeHandler(closed -> connections.remove(connection));
    }

    public int port() {
        return server.actualPort();
    }

    /** Cuts every connection, with all watches and execs; new ones are accepted. */
    public void cutConnections() {
        connections.forEach(HttpConnection::close);
    }

    @Override
    public void close() {
        streams.shutdownNow();
        try {
            await(vertx.close(), "stop");
        } catch (IOException e) {
            throw new IllegalStateException("the API server's threads do not end", e);
        }
    }

    private static void await(Future<?> step, String what) throws IOException {
        try {
            step.toCompletionStage().toCompletableFuture().get(STEP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    "the API server cannot " + what + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the API server did not " + what + " within " + STEP_LIMIT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
