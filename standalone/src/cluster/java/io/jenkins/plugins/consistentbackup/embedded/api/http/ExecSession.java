package io.jenkins.plugins.consistentbackup.embedded.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.consistentbackup.embedded.api.model.ApiException;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecHandler;
import io.jenkins.plugins.consistentbackup.embedded.api.stream.ExecProcess;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * One exec over WebSocket, in the protocols v4 and v5.channel.k8s.io: binary messages whose first byte is the channel.
 * When the connection is lost the program's stdin ends and its output is thrown away; it is not killed, as container
 * runtimes do not kill it either.
 */
final class ExecSession {

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int STATUS = 3;

    /** v5 only: the next byte is a channel that its sender closes. */
    private static final int CLOSE = 255;

    private static final int CHUNK = 32 * 1024;

    private final ExecEndpoint.Request request;
    private final ServerWebSocket socket;
    private final ExecutorService threads;
    private final ExecSpoiler spoiler;
    private final boolean closable;
    private ExecStdin stdin;

    ExecSession(ExecEndpoint.Request request, ServerWebSocket socket, ExecutorService threads, ExecSpoiler spoiler) {
        this.request = request;
        this.socket = socket;
        this.threads = threads;
        this.spoiler = spoiler;
        this.closable = ExecEndpoint.V5.equals(socket.subProtocol());
        socket.pause();
    }

    void start(ExecHandler handler) {
        threads.execute(() -> {
            try {
                run(handler.start(request.pod(), request.container(), request.command()));
            } catch (IOException e) {
                refuse("error executing command in container: " + e.getMessage());
            } catch (ApiException e) {
                refuse(e.getMessage());
            }
        });
    }

    private void refuse(String message) {
        ObjectNode status = ApiException.of(500, "InternalError", message).toStatus();
        status.putObject("details").putArray("causes").addObject().put("message", message);
        socket.resume();
        finish(status);
    }

    private void run(ExecProcess process) {
        stdin = new ExecStdin(process.stdin(), threads, () -> socket.fetch(1));
        if (!request.stdin()) {
            stdin.end();
        }
        listen();
        CompletableFuture<Void> out = pump(process.stdout(), request.out() ? STDOUT : -1);
        CompletableFuture<Void> err = pump(process.stderr(), request.err() ? STDERR : -1);
        process.exit()
                .thenCombine(CompletableFuture.allOf(out, err), (code, done) -> code)
                .thenAccept(code -> finish(statusOf(code)));
    }

    private void listen() {
        try {
            socket.binaryMessageHandler(this::receive);
            socket.closeHandler(closed -> stdin.end());
            socket.exceptionHandler(error -> stdin.end());
            socket.fetch(1);
        } catch (IllegalStateException e) {
            stdin.end(); // It is closed: the client was gone before the program had started.
        }
    }

    private void receive(Buffer message) {
        int channel = message.length() == 0 ? -1 : message.getByte(0) & 0xff;
        if (channel == STDIN && request.stdin() && spoiler.swallowsInput()) {
            socket.fetch(1);
            return;
        }
        if (channel == STDIN && request.stdin()) {
            stdin.write(message.getBytes(1, message.length()));
            return;
        }
        if (channel == CLOSE && closable && message.length() > 1 && message.getByte(1) == STDIN) {
            stdin.end();
        }
        socket.fetch(1);
    }

    private CompletableFuture<Void> pump(InputStream from, int channel) {
        return CompletableFuture.runAsync(
                () -> {
                    byte[] chunk = new byte[CHUNK];
                    try (from) {
                        for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                            passOn(channel, Arrays.copyOf(chunk, n));
                        }
                    } catch (IOException e) {
                        // The program's end of the pipe is gone: there is no more output.
                        return;
                    }
                },
                threads);
    }

    private void passOn(int channel, byte[] bytes) {
        if (channel == STDOUT) {
            spoiler.output(bytes, spoiled -> send(STDOUT, spoiled));
        } else if (!spoiler.silent()) {
            send(channel, bytes);
        }
    }

    private void send(int channel, byte[] bytes) {
        if (channel < 0 || bytes.length == 0 || socket.isClosed()) {
            return;
        }
        Future<Void> write = socket.writeBinaryMessage(frame(channel, bytes));
        if (!PacedWrites.await(socket, write)) {
            socket.close();
        }
    }

    private static Buffer frame(int channel, byte[] bytes) {
        return Buffer.buffer(bytes.length + 1).appendByte((byte) channel).appendBytes(bytes);
    }

    private void finish(ObjectNode status) {
        if (stdin != null) {
            stdin.end();
        }
        if (spoiler.silent() || socket.isClosed()) {
            return;
        }
        if (spoiler.hidesStatus()) {
            socket.close();
        } else {
            socket.writeBinaryMessage(frame(STATUS, Json.write(status).getBytes()))
                    .onComplete(written -> socket.close());
        }
    }

    private static ObjectNode statusOf(int code) {
        ObjectNode status = Json.object();
        status.putObject("metadata");
        if (code == 0) {
            return status.put("status", "Success");
        }
        status.put("status", "Failure")
                .put("message", "command terminated with non-zero exit code: exit status " + code)
                .put("reason", "NonZeroExitCode");
        status.putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", String.valueOf(code));
        return status;
    }
}
