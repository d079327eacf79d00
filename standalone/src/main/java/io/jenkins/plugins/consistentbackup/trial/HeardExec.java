package io.jenkins.plugins.consistentbackup.trial;

import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A container whose words are kept: what it says on standard output, line by line. */
final class HeardExec implements ContainerExec {
    /** A state lock is released after a failure; the processes that do it are what is waited for. */
    private static final long PATIENCE_SECONDS = 20;

    private final ContainerExec exec;
    private volatile Ears ears = new Ears(new CopyOnWriteArrayList<>(), new CountDownLatch(1));

    HeardExec(final ContainerExec exec) {
        this.exec = exec;
    }

    private record Ears(List<String> heard, CountDownLatch end) {}

    /** From now on: what the next program says, as it says it. */
    List<String> listen() {
        ears = new Ears(new CopyOnWriteArrayList<>(), new CountDownLatch(1));
        return ears.heard();
    }

    /** Waits until the program that was listened to has ended, within bounds. */
    void awaitEnd() throws InterruptedException {
        ears.end().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletableFuture<ExecSession> open(
            final ContainerRef container, final List<String> command, final ExecListener listener) {
        Ears now = ears;
        return exec.open(container, command, new ExecListener() {
            @Override
            public void output(final String line) {
                now.heard().add(line);
                listener.output(line);
            }

            @Override
            public void error(final String line) {
                listener.error(line);
            }

            @Override
            public void ended(final ExecEnd end) {
                now.end().countDown();
                listener.ended(end);
            }
        });
    }
}
