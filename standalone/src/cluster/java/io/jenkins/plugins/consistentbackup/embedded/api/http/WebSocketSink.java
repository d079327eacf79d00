package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;

/** Events as text messages of a WebSocket. */
final class WebSocketSink implements EventSink {

    private final ServerWebSocket socket;
    private final HttpConnection connection;

    WebSocketSink(ServerWebSocket socket, HttpConnection connection) {
        this.socket = socket;
        this.connection = connection;
    }

    @Override
    public void send(Buffer event) {
        Future<Void> write;
        try {
            write = socket.writeTextMessage(event.toString(StandardCharsets.UTF_8));
        } catch (IllegalStateException e) {
            return; // It is closed: the client may go at any moment, and be gone by the time that this is called.
        }
        if (!PacedWrites.await(socket, write)) {
            cut();
        }
    }

    @Override
    public void end() {
        if (!socket.isClosed()) {
            socket.close();
        }
    }

    @Override
    public void cut() {
        connection.close();
    }

    @Override
    public void onClose(Handler<Void> handler) {
        try {
            socket.closeHandler(handler);
            socket.exceptionHandler(error -> handler.handle(null));
        } catch (IllegalStateException e) {
            handler.handle(null); // It was closed before anybody could ask to be told.
        }
    }
}
