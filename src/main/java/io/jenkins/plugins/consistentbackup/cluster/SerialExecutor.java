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
    public void execute(final Runnable task) {
        if (isFirst(task)) {
            // Without the lock: an executor that was shut down may run it here and now.
            threads.execute(this::runWaiting);
        }
    }

    private synchronized boolean isFirst(final Runnable task) {
        waiting.add(task);
        boolean first = !running;
        running = true;
        return first;
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
