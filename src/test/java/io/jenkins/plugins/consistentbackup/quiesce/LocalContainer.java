package io.jenkins.plugins.consistentbackup.quiesce;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A stand-in for a container: processes of this machine whose {@code sh} is a chosen shell. With root rights it has
 * namespaces of its own, a read-only root where wanted, and a first process that, like PostgreSQL, looks at the status
 * of every process that it adopts.
 */
final class LocalContainer implements ContainerExec, AutoCloseable {
    static final ContainerRef REF = new ContainerRef("shop", "db-0", "", "db");

    /** Collects whatever it adopts, and says how that ended: process, exit status, signal. */
    private static final String FIRST_PROCESS = "$|=1; print \"up\\n"
            + "\"; while (1) { my $p = waitpid(-1, 0); if ($p > 0) { print \"reaped $p \".($?>>8).\" \".($?&127).\"\\n"
            + "\" } else { select(undef,undef,undef,0.02) } }";

    private final Path programs;
    private final Process first;
    private final Map<String, String> variables;
    private final List<String> adopted = new CopyOnWriteArrayList<>();

    private LocalContainer(final Path programs, final Process first, final Map<String, String> variables) {
        this.programs = programs;
        this.first = first;
        this.variables = variables;
    }

    /** Processes of this machine as they are. */
    static LocalContainer plain(final String shell, final Path directory) throws IOException {
        return plain(shell, directory, Map.of());
    }

    /** The same with some variables of its own. */
    static LocalContainer plain(final String shell, final Path directory, final Map<String, String> variables)
            throws IOException {
        return new LocalContainer(programs(shell, directory), null, variables);
    }

    /** A container of its own; {@code volume} is the only directory that can be written when the root is read-only. */
    static LocalContainer isolated(
            final String shell, final Path directory, final Path volume, final boolean readOnlyRoot)
            throws IOException {
        Path programs = programs(shell, directory);
        String readOnly = "mount --bind " + volume + " " + volume
                + "; for m in /dev/shm /tmp /run /; do mount -o remount,bind,ro $m 2> /dev/null || :; done; ";
        Process unshare = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "sh",
                        "-c",
                        (readOnlyRoot ? readOnly : "") + "exec perl -e '" + FIRST_PROCESS + "'")
                .redirectErrorStream(true)
                .start();
        LocalContainer container = new LocalContainer(programs, unshare, Map.of());
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(unshare.getInputStream(), StandardCharsets.UTF_8));
        String up = lines.readLine();
        if (!"up".equals(up)) {
            throw new IOException("no container: " + up);
        }
        thread(() -> Session.lines(lines, container.adopted::add));
        return container;
    }

    /** Whether this machine lets us make namespaces, and has perl for the first process. */
    static boolean canIsolate() {
        try {
            return new ProcessBuilder("unshare", "--mount", "--pid", "--fork", "--mount-proc", "perl", "-e", "exit 0")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Skips the test where this machine lacks the shell. */
    private static Path programs(final String shell, final Path directory) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/" + shell)), "no " + shell);
        Path programs = Files.createDirectories(directory.resolve("bin-" + shell));
        Path copy = programs.resolve("sh");
        if (!Files.exists(copy)) {
            Files.copy(Path.of("/bin/" + shell).toRealPath(), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return programs;
    }

    /** What the first process adopted: {@code reaped <process> <exit status> <signal>}. */
    List<String> adopted() {
        return adopted;
    }

    /** How many processes there are in it, the first one among them. */
    long processes() throws IOException {
        long pid = first.children().findFirst().orElseThrow().pid();
        try (Stream<Path> all = Files.list(Path.of("/proc", String.valueOf(pid), "root", "proc"))) {
            return all.filter(file -> file.getFileName().toString().matches("[0-9]+"))
                    .count();
        }
    }

    @Override
    public CompletableFuture<ExecSession> open(
            final ContainerRef container, final List<String> command, final ExecListener listener) {
        List<String> words = new ArrayList<>();
        if (first != null) {
            String pid = first.children().findFirst().orElseThrow().pid() + "";
            words.addAll(List.of("nsenter", "-t", pid, "-m", "-p", "--"));
        }
        words.addAll(List.of("env", "PATH=" + programs + ":/usr/sbin:/usr/bin:/sbin:/bin"));
        variables.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(command);
        try {
            return CompletableFuture.completedFuture(new Session(new ProcessBuilder(words).start(), listener));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new ClusterException(Reason.LOST, "cannot start", e));
        }
    }

    @Override
    public void close() {
        if (first != null) {
            first.descendants().forEach(ProcessHandle::destroyForcibly);
            first.destroyForcibly();
        }
    }

    private static void thread(final Runnable task) {
        Thread thread = new Thread(task, "local container");
        thread.setDaemon(true);
        thread.start();
    }

    /** A running program. Closing it takes its input away and stops reading, and nothing else, as a lost node does. */
    static final class Session implements ExecSession {
        private final Process process;
        private final ExecListener listener;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Session(final Process process, final ExecListener listener) {
            this.process = process;
            this.listener = listener;
            Thread errors = new Thread(() -> lines(process.getErrorStream(), this::error), "local stderr");
            errors.setDaemon(true);
            errors.start();
            thread(() -> {
                lines(process.getInputStream(), this::output);
                try {
                    errors.join();
                    end(new ExecEnd(process.waitFor(), ""));
                } catch (InterruptedException e) {
                    end(new ExecEnd(null, "interrupted"));
                }
            });
        }

        private void output(final String line) {
            synchronized (ended) {
                if (!ended.get()) {
                    listener.output(line);
                }
            }
        }

        private void error(final String line) {
            synchronized (ended) {
                if (!ended.get()) {
                    listener.error(line);
                }
            }
        }

        private void end(final ExecEnd end) {
            synchronized (ended) {
                if (ended.compareAndSet(false, true)) {
                    listener.ended(end);
                }
            }
        }

        Process process() {
            return process;
        }

        @Override
        public void send(final String text) {
            try {
                OutputStream input = process.getOutputStream();
                input.write(text.getBytes(StandardCharsets.UTF_8));
                input.flush();
            } catch (IOException e) {
                throw new ClusterException(Reason.LOST, "the program does not read", e);
            }
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // It has ended already: that is all that closing is for.
            }
            thread(() -> end(new ExecEnd(null, "closed by this side")));
        }

        private static void lines(final InputStream stream, final Consumer<String> each) {
            lines(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)), each);
        }

        private static void lines(final BufferedReader reader, final Consumer<String> each) {
            try (reader) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    each.accept(line);
                }
            } catch (IOException e) {
                // The process was ended, and its streams with it.
            }
        }
    }
}
