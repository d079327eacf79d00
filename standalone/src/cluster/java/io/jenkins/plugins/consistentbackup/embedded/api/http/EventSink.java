package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/** Where the events of a watch go: a chunked response or a WebSocket. */
interface EventSink {

    /** Sends one event; waits while the client does not read. Does nothing when the client is gone. */
    void send(Buffer event);

    void end();

    /** Cuts the connection without a word. */
    void cut();

    void onClose(Handler<Void> handler);
}
