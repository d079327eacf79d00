package io.jenkins.plugins.consistentbackup.embedded.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The namespaces (mount, pid, ipc, and user without root) that all processes and mounts of one cluster live in.
 *
 * <p>Its first process waits for the end of its standard input, a pipe that only this virtual machine holds. When the
 * machine ends, in whatever way, the kernel closes the pipe, that process ends, and the kernel then kills every process
 * of the pid namespace (pid_namespaces(7)); the mounts go with the last of them. Nothing on the host has to be undone.
 */
public final class Sandbox implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    /** Children whose parents are gone come to this process: with SIGCHLD ignored the kernel reaps them. */
    private static final String FIRST_PROCESS =
            "trap '' CHLD; read -r pid rest < /proc/self/stat && echo \"$pid\" && exec cat > /dev/null";

    private final Isolation isolation;
    private final Process outer;
    private final long pid;

    private Sandbox(Isolation isolation, Process outer, long pid) {
        this.isolation = isolation;
        this.outer = outer;
        this.pid = pid;
    }

    /** Starts the first process. Throws {@link CommandFailedException} that names what this machine lacks. */
    public static Sandbox start() {
        requirePrograms();
        Isolation isolation = isRoot() ? Isolation.ROOT : Isolation.USER_NAMESPACE;
        List<String> command = new ArrayList<>(List.of("unshare"));
        if (isolation == Isolation.USER_NAMESPACE) {
            command.addAll(List.of("--user", "--map-root-user"));
        }
        command.addAll(List.of("--mount", "--pid", "--ipc", "--fork", "--kill-child", "sh", "-c", FIRST_PROCESS));
        return start(isolation, command);
    }

    private static Sandbox start(Isolation isolation, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Commands.ENVIRONMENT);
        try {
            Process process = builder.start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (line == null || !line.chars().allMatch(Character::isDigit)) {
                process.destroyForcibly();
                throw new CommandFailedException(
                        "the embedded cluster's node needs namespaces for its containers, and this machine refused them to "
                                + (isolation == Isolation.ROOT
                                        ? "root (a container without CAP_SYS_ADMIN?)"
                                        : "an unprivileged user (user namespaces are disabled?); run as root or allow them")
                                + ": " + line);
            }
            return new Sandbox(isolation, process, Long.parseLong(line));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start unshare", e);
        }
    }

    private static void requirePrograms() {
        List<String> missing = new ArrayList<>();
        for (String program : List.of("unshare", "nsenter", "setpriv", "mount", "pivot_root", "sh", "env", "cp")) {
            if (Commands.find(program).isEmpty()) {
                missing.add(program);
            }
        }
        if (!missing.isEmpty()) {
            throw new CommandFailedException("the embedded cluster's node needs Linux with util-linux and coreutils;"
                    + " not found: " + String.join(", ", missing));
        }
    }

    private static boolean isRoot() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded cluster's node needs Linux with /proc", e);
        }
    }

    public Isolation isolation() {
        return isolation;
    }

    /** The first words of a command line that runs the rest as the sandbox's root in its namespaces. */
    public List<String> enter() {
        List<String> words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(pid)));
        if (isolation == Isolation.USER_NAMESPACE) {
            words.addAll(List.of("--user", "--preserve-credentials"));
        }
        words.addAll(List.of("--mount", "--pid", "--ipc", "--"));
        return words;
    }

    /**
     * The first words of a command line that runs the rest in the namespaces of a container: in two steps, because a
     * process that has entered a container's user namespace has no right to enter the others, which belong to the
     * sandbox's.
     */
    public List<String> enterContainer(long containerPid) {
        List<String> words = new ArrayList<>();
        if (isolation == Isolation.USER_NAMESPACE) {
            words.addAll(List.of(
                    "nsenter", "--target", Long.toString(pid), "--user", "--preserve-credentials", "--", "nsenter"));
        } else {
            words.add("nsenter");
        }
        words.addAll(List.of("--target", Long.toString(containerPid), "--mount", "--pid", "--ipc", "--uts", "--"));
        return words;
    }

    /** Runs a command as the sandbox's root; returns its output, throws {@link CommandFailedException}. */
    public String run(Duration limit, String... command) {
        List<String> words = enter();
        words.addAll(List.of(command));
        return Commands.run(limit, words);
    }

    /** The same file as seen inside the sandbox: paths below a mount made there are invisible outside. */
    public Path inside(Path path) {
        return Path.of("/proc/" + pid + "/root" + path.toAbsolutePath());
    }

    /** Kills every process of the sandbox and drops its mounts. Returns when they are gone. */
    @Override
    public void close() {
        try {
            outer.getOutputStream().close();
            if (!outer.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                outer.destroyForcibly();
            }
        } catch (IOException e) {
            outer.destroyForcibly();
        } catch (InterruptedException e) {
            outer.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
