package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.vertx.core.http.ServerWebSocket;
import java.lang.reflect.Proxy;

/** A WebSocket whose client has gone: as Vert.x' own, it says that it is open until the moment in which it refuses. */
final class ClosedSocket {
    private ClosedSocket() {}

    static ServerWebSocket create() {
        return (ServerWebSocket) Proxy.newProxyInstance(
                ServerWebSocket.class.getClassLoader(),
                new Class<?>[] {ServerWebSocket.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isClosed" -> false;
                    case "subProtocol" -> ExecEndpoint.V4;
                    case "pause" -> proxy;
                    default -> throw new IllegalStateException("WebSocket is closed");
                });
    }
}
