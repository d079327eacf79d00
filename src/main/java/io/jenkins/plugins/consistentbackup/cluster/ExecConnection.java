package io.jenkins.plugins.consistentbackup.cluster;

import io.fabric8.kubernetes.client.http.WebSocket;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecListener;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec.ExecSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/**
 * One program's WebSocket. The listener is called by the worker threads in the order of what came; the next message is
 * asked for only when the last one was heard, so a program that prints without end slows itself down and nothing piles
 * up here.
 */
final class ExecConnection implements ExecSession, WebSocket.Listener {
    /** The first byte of a message says what follows. */
    private static final int STDIN = 0;

    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int STATUS = 3;
    private static final int LARGEST_MESSAGE = 32 * 1024;
    private static final int LONGEST_STATUS = 64 * 1024;
    private static final int NORMAL_CLOSE = 1000;

    private final SerialExecutor serial;
    private final ExecListener listener;
    private final LineSplitter output;
    private final LineSplitter errors;
    private final StringBuilder status = new StringBuilder();
    private volatile WebSocket socket;
    private boolean ended;

    ExecConnection(final Executor work, final ExecListener listener) {
        this.serial = new SerialExecutor(work);
        this.listener = listener;
        this.output = new LineSplitter(listener::output);
        this.errors = new LineSplitter(listener::error);
    }

    void connected(final WebSocket opened) {
        socket = opened;
    }

    @Override
    public void send(final String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += LARGEST_MESSAGE) {
            int length = Math.min(LARGEST_MESSAGE, bytes.length - from);
            ByteBuffer message = ByteBuffer.allocate(length + 1);
            message.put((byte) STDIN).put(bytes, from, length).flip();
            if (!socket.send(message)) {
                throw new ClusterException(Reason.LOST, "the connection to the program is gone");
            }
        }
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.sendClose(NORMAL_CLOSE, null);
        }
        serial.execute(() -> end("closed by this side"));
    }

    @Override
    public void onMessage(final WebSocket from, final ByteBuffer message) {
        serial.execute(() -> {
            hear(message);
            from.request();
        });
    }

    private void hear(final ByteBuffer message) {
        if (ended || !message.hasRemaining()) {
            return;
        }
        switch (message.get()) {
            case STDOUT -> output.accept(message);
            case STDERR -> errors.accept(message);
            case STATUS -> {
                if (status.length() < LONGEST_STATUS) {
                    status.append(StandardCharsets.UTF_8.decode(message));
                }
            }
            default -> {
                // Channels of later protocols.
            }
        }
    }

    @Override
    public void onMessage(final WebSocket from, final String text) {
        from.request();
    }

    @Override
    public void onClose(final WebSocket from, final int code, final String reason) {
        from.sendClose(NORMAL_CLOSE, null);
        serial.execute(() -> end("the server closed the connection (" + code + ")"));
    }

    @Override
    public void onError(final WebSocket from, final Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        serial.execute(() -> end(text));
    }

    private void end(final String reason) {
        if (!ended) {
            ended = true;
            output.end();
            errors.end();
            listener.ended(ExecStatus.read(status.toString(), reason));
        }
    }
}
