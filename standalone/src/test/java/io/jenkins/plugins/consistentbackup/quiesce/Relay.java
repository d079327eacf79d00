package io.jenkins.plugins.consistentbackup.quiesce;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The network between an orchestrator and the API server, which can be cut, or go silent without anybody being told. */
final class Relay implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final URI server;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean silent;

    /** @param server the API server's URL */
    Relay(final String server) throws IOException {
        this.server = URI.create(server);
        listener = new ServerSocket(0, 50, InetAddress.getByName(this.server.getHost()));
        thread(this::listen);
    }

    /** The server's URL by way of this. */
    String url() {
        return server.toString().replace(":" + server.getPort(), ":" + listener.getLocalPort());
    }

    /** Every connection breaks, and both sides see it. */
    void cut() {
        closeAll();
    }

    /** Nothing goes through any more, and neither side sees an end. */
    void silence() {
        silent = true;
    }

    private void listen() {
        try {
            while (!listener.isClosed()) {
                Socket near = listener.accept();
                Socket far = new Socket(server.getHost(), server.getPort());
                sockets.addAll(List.of(near, far));
                thread(() -> copy(near, far));
                thread(() -> copy(far, near));
            }
        } catch (IOException e) {
            closeAll(); // Closed by the test.
        }
    }

    private void copy(final Socket from, final Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
                if (!silent) {
                    output.write(buffer, 0, length);
                }
            }
            if (!silent) {
                to.close();
            }
        } catch (IOException e) {
            close(to);
        }
    }

    private void closeAll() {
        sockets.forEach(Relay::close);
    }

    private static void close(final Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(final Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeAll();
    }
}
