package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Events as lines of a chunked response. */
final class ChunkedSink implements EventSink {

    private final HttpServerRequest request;
    private final HttpServerResponse response;

    ChunkedSink(HttpServerRequest request) {
        this.request = request;
        this.response = request.response();
        response.setChunked(true).putHeader("Content-Type", Json.TYPE);
        // Clients wait for the headers before they count the watch as open.
        response.write(Buffer.buffer());
    }

    @Override
    public void send(Buffer event) {
        if (!response.closed() && !response.ended()) {
            if (!PacedWrites.await(response, response.write(event.copy().appendString("\n")))) {
                cut();
            }
        }
    }

    @Override
    public void end() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    @Override
    public void cut() {
        request.connection().close();
    }

    @Override
    public void onClose(Handler<Void> handler) {
        response.closeHandler(handler);
        response.exceptionHandler(error -> handler.handle(null));
        if (response.closed()) {
            handler.handle(null); // It was closed before anybody could ask to be told.
        }
    }
}
