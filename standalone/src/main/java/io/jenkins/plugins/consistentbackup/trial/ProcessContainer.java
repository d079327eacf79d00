package io.jenkins.plugins.consistentbackup.trial;

import io.jenkins.plugins.consistentbackup.cluster.ClusterException;
import io.jenkins.plugins.consistentbackup.cluster.ClusterException.Reason;
import io.jenkins.plugins.consistentbackup.cluster.ContainerExec;
import io.jenkins.plugins.consistentbackup.cluster.ContainerRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * This machine in place of a container: every exec is a process of it. Each has two threads of its own, for as long as it
 * runs: this is for one template at a time, not for backups.
 */
public final class ProcessContainer implements ContainerExec {
    private final Map<String, String> environment;

    /** @param environment all variables that programs get */
    public ProcessContainer(final Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public CompletableFuture<ExecSession> open(
            final ContainerRef container, final List<String> command, final ExecListener listener) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Running running = new Running(builder.start(), listener);
            running.listen();
            return CompletableFuture.completedFuture(running);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(
                    new ClusterException(Reason.LOST, "cannot start " + command.get(0) + ": " + e.getMessage(), e));
        }
    }

    /** A process, as an exec is seen: closing takes its input away and does not end it. */
    private record Running(Process process, ExecListener listener, AtomicBoolean over) implements ExecSession {
        Running(final Process process, final ExecListener listener) {
            this(process, listener, new AtomicBoolean());
        }

        void listen() {
            Thread errors = thread(() -> lines(process.getErrorStream(), listener::error));
            thread(() -> {
                lines(process.getInputStream(), listener::output);
                try {
                    errors.join();
                    end(new ExecEnd(process.waitFor(), ""));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    end(new ExecEnd(null, "interrupted"));
                }
            });
        }

        private void lines(final InputStream stream, final Consumer<String> each) {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    hear(each, line);
                }
            } catch (IOException e) {
                end(new ExecEnd(null, "its output cannot be read: " + e.getMessage()));
            }
        }

        private void hear(final Consumer<String> each, final String line) {
            synchronized (over) {
                if (!over.get()) {
                    each.accept(line);
                }
            }
        }

        private void end(final ExecEnd end) {
            synchronized (over) {
                if (over.compareAndSet(false, true)) {
                    listener.ended(end);
                }
            }
        }

        @Override
        public void send(final String text) {
            OutputStream input = process.getOutputStream();
            try {
                input.write(text.getBytes(StandardCharsets.UTF_8));
                input.flush();
            } catch (IOException e) {
                throw new ClusterException(Reason.LOST, "the program does not read any more", e);
            }
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // What was not written yet cannot be written any more: the program has ended, as it should.
            }
            thread(() -> end(new ExecEnd(null, "closed by this side")));
        }

        private static Thread thread(final Runnable task) {
            Thread thread = new Thread(task, "process-of-a-trial");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
    }
}
