package io.jenkins.plugins.consistentbackup.embedded.api.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Passes what the client sends to the program, in order and off the event loop, and asks for more when it is taken. */
final class ExecStdin {

    private final OutputStream stream;
    private final Executor threads;
    private final Runnable taken;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private boolean ended;

    ExecStdin(OutputStream stream, Executor threads, Runnable taken) {
        this.stream = stream;
        this.threads = threads;
        this.taken = taken;
    }

    synchronized void write(byte[] bytes) {
        if (!ended) {
            last = last.thenRunAsync(
                    () -> {
                        writeNow(bytes);
                        taken.run();
                    },
                    threads);
        }
    }

    private void writeNow(byte[] bytes) {
        try {
            stream.write(bytes);
            stream.flush();
        } catch (IOException e) {
            // The program no longer reads; what it is sent is lost, as with any pipe.
            return;
        }
    }

    /** The program reads the end of its input after all that was sent. */
    synchronized void end() {
        if (!ended) {
            ended = true;
            last = last.thenRunAsync(this::closeNow, threads);
        }
    }

    private void closeNow() {
        try {
            stream.close();
        } catch (IOException e) {
            // It has closed its end before.
            return;
        }
    }
}
