package io.jenkins.plugins.consistentbackup.embedded.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the operating system and finds the programs they need. */
public final class Commands {
    private static final List<Path> PROGRAM_DIRECTORIES =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));

    /** A fixed environment, so that nothing of the caller's locale or PATH changes what a command prints. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

    private Commands() {}

    /** What a finished command left: its exit status and what it printed (both streams, in order of arrival). */
    public record Result(int status, String output) {}

    /** Runs a command to its end and returns its output. Throws {@link CommandFailedException} on failure. */
    public static String run(Duration limit, List<String> command) {
        Result result = attempt(limit, command);
        if (result.status() != 0) {
            throw new CommandFailedException(
                    String.join(" ", command) + " ended with status " + result.status() + ": " + result.output());
        }
        return result.output();
    }

    public static String run(Duration limit, String... command) {
        return run(limit, Arrays.asList(command));
    }

    /** Runs a command to its end, whatever its status. Throws {@link CommandFailedException} if it outlives the limit. */
    public static Result attempt(Duration limit, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        Path output = null;
        try {
            // A file, not a pipe: the limit holds even if a grandchild keeps the stream open.
            output = Files.createTempFile("command", ".out");
            Process process = builder.redirectOutput(output.toFile()).start();
            await(process, limit, command);
            return new Result(
                    process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.get(0), e);
        } finally {
            deleteQuietly(output);
        }
    }

    private static void await(Process process, Duration limit, List<String> command) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new CommandFailedException(
                        String.join(" ", command) + " did not end within " + limit.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new CommandFailedException(String.join(" ", command) + " was interrupted");
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A small file left in the temporary directory harms nobody.
        }
    }

    /** The absolute path of a program of this machine, wherever the distribution keeps it. */
    public static Optional<Path> find(String program) {
        return PROGRAM_DIRECTORIES.stream()
                .map(directory -> directory.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Quotes a word for a POSIX shell. */
    public static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
