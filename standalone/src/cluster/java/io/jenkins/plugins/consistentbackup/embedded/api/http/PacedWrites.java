package io.jenkins.plugins.consistentbackup.embedded.api.http;

import io.vertx.core.Future;
import io.vertx.core.streams.WriteStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Back-pressure for threads: who writes faster than the client reads, waits. */
final class PacedWrites {

    private static final long LIMIT_SECONDS = 60;

    private PacedWrites() {}

    /**
     * Waits for a write if the queue is full.
     *
     * @return false if the client is gone, or has not read anything for a minute
     */
    static boolean await(WriteStream<?> stream, Future<Void> write) {
        try {
            if (!stream.writeQueueFull()) {
                return true;
            }
            write.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | IllegalStateException e) { // The last of a closed WebSocket.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
