package io.jenkins.plugins.consistentbackup.embedded.node;

import io.jenkins.plugins.consistentbackup.embedded.sandbox.Commands;
import io.jenkins.plugins.consistentbackup.embedded.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A container's processes: the first one, which is PID 1 of its namespace, and those that exec adds. */
final class ContainerProcess {
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

    /** The status after SIGKILL. */
    static final int KILLED = 137;

    /** What util-linux 2.38 says, with status 1, when SIGKILL ended its child: it tries to pass the signal on. */
    private static final String UNSHARE_KILLED = "unshare: sigprocmask unblock failed";

    private final Sandbox sandbox;
    private final ContainerSpec spec;
    private final ContainerLog log;
    private final CompletableFuture<Long> started = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private volatile Process outer;
    private volatile long pid;
    private volatile boolean killed;

    private ContainerProcess(Sandbox sandbox, ContainerSpec spec, ContainerLog log) {
        this.sandbox = sandbox;
        this.spec = spec;
        this.log = log;
    }

    /**
     * Starts the first process. Returns at once; {@link #started()} tells how it went.
     *
     * @param directory a directory of this container alone, for its script and the mount point of its root
     */
    static ContainerProcess start(Sandbox sandbox, ContainerSpec spec, Path directory, ContainerLog log) {
        ContainerProcess container = new ContainerProcess(sandbox, spec, log);
        try {
            Files.createDirectories(directory);
            Path script = directory.resolve("start.sh");
            Files.writeString(script, StartScript.of(spec, directory.resolve("root"), sandbox.isolation()));
            List<String> command = sandbox.enter();
            command.addAll(List.of("unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--"));
            command.addAll(List.of("/bin/sh", script.toString()));
            Process process =
                    container.builder(command).redirectErrorStream(true).start();
            container.outer = process;
            process.getOutputStream().close();
            Thread reader =
                    new Thread(() -> container.read(process), "container " + spec.hostname() + "/" + spec.name());
            reader.setDaemon(true);
            reader.start();
            return container;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start container " + spec.name() + " of " + spec.hostname(), e);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        // nsenter and unshare are run with the container's own variables, which are no argument that ps shows.
        ProcessBuilder builder = new ProcessBuilder(absolute(command));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(spec.environment());
        return builder;
    }

    /** The container's PATH says nothing about where the host keeps nsenter and unshare. */
    private static List<String> absolute(List<String> words) {
        return words.stream()
                .map(word -> word.equals("nsenter") || word.equals("unshare")
                        ? Commands.find(word).map(Path::toString).orElse(word)
                        : word)
                .toList();
    }

    private void read(Process process) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String message = readPreparation(lines);
            if (message == null) {
                started.complete(pid);
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    print(line);
                }
            } else {
                started.completeExceptionally(new StartFailedException(message));
            }
        } catch (IOException e) {
            log.append("(the container's output ended: " + e.getMessage() + ")");
        }
        process.onExit().thenAccept(ended -> exit.complete(killed ? KILLED : ended.exitValue()));
    }

    private void print(String line) {
        if (line.startsWith(UNSHARE_KILLED)) {
            killed = true;
        } else {
            log.append(line);
        }
    }

    /** Reads what {@link StartScript} says; returns why there is no program, or null when it runs. */
    private String readPreparation(BufferedReader lines) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(StartScript.PID) && pid == 0) {
                pid = Long.parseLong(line.substring(StartScript.PID.length()));
            } else if (line.equals(StartScript.RUN)) {
                return null;
            } else if (line.startsWith(StartScript.REFUSED)) {
                return line.substring(StartScript.REFUSED.length());
            } else {
                message.append(line).append('\n');
            }
        }
        return message.isEmpty()
                ? "the container was killed before its program started"
                : message.toString().strip();
    }

    /** Completes with the first process' id on the host when the program runs; fails with why it does not. */
    CompletableFuture<Long> started() {
        return started;
    }

    /** Completes with the exit status, 128 + n after signal n, once all output has been read. */
    CompletableFuture<Integer> exit() {
        return exit;
    }

    boolean isRunning() {
        return started.isDone() && !started.isCompletedExceptionally() && !exit.isDone();
    }

    long pid() {
        return pid;
    }

    ContainerSpec spec() {
        return spec;
    }

    /**
     * Sends a signal ("TERM", "INT") to the first process alone, as container runtimes do; not once it has ended, when
     * somebody else may have its number.
     */
    void signal(String name) {
        if (!outer.isAlive()) {
            return;
        }
        Commands.attempt(SIGNAL_LIMIT, List.of("sh", "-c", "kill -" + name + " " + pid));
    }

    /** Kills the first process and with it, by the kernel, all others of its namespace. */
    void kill() {
        if (pid != 0) {
            signal("KILL");
        }
    }

    /**
     * Starts another program in the container, with its user, variables and working directory. It is no child of the
     * container's first process and ends with it at the latest; nothing else ends it.
     *
     * @throws StartFailedException if there is no such program; the words are containerd's
     */
    Process exec(List<String> command) {
        if (!isRunning()) {
            throw new StartFailedException("container " + spec.name() + " is not running");
        }
        requireExecutable(command.get(0));
        List<String> words = sandbox.enterContainer(pid);
        words.addAll(spec.identity().become(sandbox.isolation()));
        if (!spec.workingDirectory().equals("/")) {
            words.addAll(List.of("/usr/bin/env", "--chdir=" + spec.workingDirectory(), "--"));
        }
        words.addAll(command);
        try {
            return builder(words).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start nsenter", e);
        }
    }

    private void requireExecutable(String program) {
        Path root = Path.of("/proc/" + pid + "/root");
        if (program.contains("/")) {
            Path file = root.resolve(Path.of("/")
                    .relativize(Path.of("/")
                            .resolve(spec.workingDirectory())
                            .resolve(program)
                            .normalize()));
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw notStarted("exec: \"" + program + "\": stat " + program + ": no such file or directory");
            }
            if (!Files.isSymbolicLink(file) && !Files.isExecutable(file)) {
                throw notStarted("exec: \"" + program + "\": permission denied");
            }
            return;
        }
        for (String directory : spec.environment().getOrDefault("PATH", "").split(":")) {
            Path file = root.resolve(Path.of("/").relativize(Path.of("/").resolve(directory)))
                    .resolve(program);
            if (Files.isSymbolicLink(file) || Files.isExecutable(file)) {
                return;
            }
        }
        throw notStarted("exec: \"" + program + "\": executable file not found in $PATH");
    }

    private static StartFailedException notStarted(String why) {
        return new StartFailedException(
                "OCI runtime exec failed: exec failed: unable to start container process: " + why + ": unknown");
    }
}
