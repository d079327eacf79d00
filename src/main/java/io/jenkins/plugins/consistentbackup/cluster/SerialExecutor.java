package io.jenkins.plugins.consistentbackup.cluster;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs tasks one after the other, in their order, on another executor's threads. */
final class SerialExecutor implements Executor {
    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    SerialExecutor(final Executor threads) {
        this.threads = threads;
    }

    @Override
    public synchronized void execute(final Runnable task) {
        waiting.add(task);
        if (!running) {
            running = true;
            threads.execute(this::runWaiting);
        }
    }

    private void runWaiting() {
        for (Runnable task = next(); task != null; task = next()) {
            boolean done = false;
            try {
                task.run();
                done = true;
            } finally {
                if (!done) {
                    // The task threw: let the thread's handler report it, and go on with the rest elsewhere.
                    threads.execute(this::runWaiting);
                }
            }
        }
    }

    private synchronized Runnable next() {
        Runnable task = waiting.poll();
        running = task != null;
        return task;
    }
}
