package io.jenkins.plugins.consistentbackup.embedded.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Clients go when they like: also between the opening of a watch and its first event. */
class WebSocketSinkTest {

    /** As Vert.x' own, which says that it is open until the moment in which it refuses. */
    private static ServerWebSocket closed() {
        return (ServerWebSocket) Proxy.newProxyInstance(
                ServerWebSocket.class.getClassLoader(),
                new Class<?>[] {ServerWebSocket.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("isClosed")) {
                        return false;
                    }
                    throw new IllegalStateException("WebSocket is closed");
                });
    }

    @Test
    void tellsThatItIsClosedToWhoAsksTooLate() {
        AtomicBoolean told = new AtomicBoolean();

        new WebSocketSink(closed(), null).onClose(nothing -> told.set(true));

        assertThat(told).isTrue();
    }

    @Test
    void dropsWhatNobodyReads() {
        assertThatCode(() -> new WebSocketSink(closed(), null).send(Buffer.buffer("{}")))
                .doesNotThrowAnyException();
    }
}
