package io.jenkins.plugins.consistentbackup.hosting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The files of the repository, and its history where the tests run in a git checkout. */
record Checkout(Path top) {

    /** The tests run in {@code standalone/} or at the top. */
    static Checkout here() {
        Path start = Path.of("").toAbsolutePath();
        return new Checkout(Files.isDirectory(start.resolve("standalone")) ? start : start.getParent());
    }

    boolean has(String file) {
        return Files.isRegularFile(top.resolve(file));
    }

    String text(String file) throws IOException {
        return Files.readString(top.resolve(file));
    }

    List<String> lines(String file) throws IOException {
        return Files.readAllLines(top.resolve(file));
    }

    List<Path> files(String folder, String ending) throws IOException {
        Path root = top.resolve(folder);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    boolean isGit() {
        return Files.exists(top.resolve(".git")) && run("git", "rev-parse", "--git-dir") == 0;
    }

    /** Every path that any commit reachable from here ever touched. */
    List<String> pathsInHistory() throws IOException {
        Path paths = Files.createTempFile("history", ".txt");
        try {
            int status = run(paths, "git", "-c", "core.quotePath=false", "log", "--format=", "--name-only", "HEAD");
            if (status != 0) {
                throw new IOException("git log ended with status " + status + " in " + top);
            }
            return Files.readAllLines(paths, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .distinct()
                    .toList();
        } finally {
            Files.delete(paths);
        }
    }

    private int run(String... command) {
        return run(null, command);
    }

    private int run(Path output, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(top.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(
                            output == null
                                    ? ProcessBuilder.Redirect.DISCARD
                                    : ProcessBuilder.Redirect.to(output.toFile()));
            Process process = builder.start();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1; // no git on this machine
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while git ran", e));
        }
    }
}
