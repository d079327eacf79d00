package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.store.ObjectStore;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.LogHandler;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.LogRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** The logs of containers, whole or followed. */
final class LogEndpoint {

    private static final int CHUNK = 32 * 1024;
    private static final List<String> NOT_MODELLED =
            List.of("timestamps", "sinceSeconds", "sinceTime", "limitBytes", "stream");

    private final ObjectStore store;
    private final LogHandler handler;
    private final ExecutorService threads;

    LogEndpoint(ObjectStore store, LogHandler handler, ExecutorService threads) {
        this.store = store;
        this.handler = handler;
        this.threads = threads;
    }

    /** Answers on a thread of its own. */
    void answer(ApiCall call) {
        refuseWhatIsNotModelled(call);
        RequestTarget target = call.target();
        ObjectNode pod = store.getShared(target.type(), target.namespace(), target.name());
        String container = PodContainers.choose(pod, call.parameter("container"));
        PodContainers.requireNode(pod);
        Long tail = call.number("tailLines");
        LogRequest request = new LogRequest(call.flag("follow"), tail == null ? -1 : tail, call.flag("previous"));
        InputStream log;
        try {
            log = handler.open(pod, container, request);
        } catch (IOException e) {
            throw ApiException.badRequest(e.getMessage());
        }
        threads.execute(() -> copy(log, call.http().response()));
    }

    private static void refuseWhatIsNotModelled(ApiCall call) {
        for (String name : NOT_MODELLED) {
            String value = call.parameter(name);
            if (value != null && !value.equals("false")) {
                throw ApiException.notModelled("the log parameter " + name);
            }
        }
    }

    private static void copy(InputStream log, HttpServerResponse response) {
        response.setChunked(true).putHeader("Content-Type", "text/plain");
        response.write(Buffer.buffer());
        response.closeHandler(closed -> close(log));
        byte[] chunk = new byte[CHUNK];
        try (log) {
            for (int n = log.read(chunk); n >= 0 && !response.closed(); n = log.read(chunk)) {
                PacedWrites.await(response, response.write(Buffer.buffer(Arrays.copyOf(chunk, n))));
            }
        } catch (IOException e) {
            // The container's log was taken away, or the client has gone: either way there is no more to send.
            response.reset();
            return;
        }
        if (!response.closed()) {
            response.end();
        }
    }

    private static void close(InputStream log) {
        try {
            log.close();
        } catch (IOException e) {
            // Nobody reads it any more.
            return;
        }
    }
}
