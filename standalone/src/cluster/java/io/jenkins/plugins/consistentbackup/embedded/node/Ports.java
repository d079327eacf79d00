package io.jenkins.plugins.consistentbackup.embedded.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports of the host that stand in for the ports of containers. A pod of the same name gets the same ports again while
 * they are free, so that clients find a restarted database where it was.
 */
final class Ports {
    private final Map<String, Integer> known = new ConcurrentHashMap<>();
    private final Set<Integer> given = new HashSet<>();

    synchronized int of(String namespace, String pod, String container) {
        String key = namespace + "/" + pod + "/" + container;
        Integer before = known.get(key);
        if (before != null && isFree(before)) {
            return before;
        }
        int port = free();
        while (!given.add(port)) {
            port = free();
        }
        known.put(key, port);
        return port;
    }

    private static int free() {
        try (ServerSocket socket = bound(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = bound(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket bound(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        // Connections of an earlier server that the kernel still remembers are no reason to move.
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }
}
