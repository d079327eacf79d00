package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command in a virtual machine of its own, which can be sent signals. */
final class CommandProcess implements AutoCloseable {
    private static final Pattern END_OF_PHASE = Pattern.compile(" *([a-z]+(?: [a-z]+)?) +[0-9]+ ms");

    private final Process process;
    private final BufferedReader errors;
    private final List<String> said = new ArrayList<>();

    private CommandProcess(final Process process) {
        this.process = process;
        this.errors = process.errorReader();
    }

    /** Starts it on a namespace, as an administrator. */
    static CommandProcess start(
            final LiveShop shop, final String command, final String namespace, final String... options)
            throws IOException {
        String[] all = Stream.concat(Stream.of(options), Stream.of("--progress", "always"))
                .toArray(String[]::new);
        // A shell that runs the tests in the background may have told its children to ignore Ctrl-C.
        List<String> words = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ConsistentBackup.class.getName()));
        words.addAll(LiveShop.line(shop.kubeconfig(), command, namespace, all));
        return new CommandProcess(new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Waits until it says that a phase has ended. */
    void awaitEndOf(final String phase) throws IOException {
        String line = errors.readLine();
        while (line != null && !endedBy(line).equals(Optional.of(phase))) {
            said.add(line);
            line = errors.readLine();
        }
        assertThat(line).as("the end of phase " + phase + " after " + said).isNotNull();
    }

    private static Optional<String> endedBy(final String line) {
        return Optional.of(END_OF_PHASE.matcher(line)).filter(Matcher::matches).map(end -> end.group(1));
    }

    /** The phases that it said have ended, as far as that was read. */
    List<String> endedPhases() {
        return said.stream().flatMap(line -> endedBy(line).stream()).toList();
    }

    /** Completes when it has ended. */
    CompletableFuture<?> end() {
        return process.onExit();
    }

    /** Sends a signal, such as INT, to this process alone. */
    void signal(final String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .as("kill -" + name + " after " + said)
                .isZero();
    }

    /** Waits for its end, and returns its status. */
    int status() throws InterruptedException {
        errors.lines().forEach(said::add);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
        return process.exitValue();
    }

    /** What it said on standard error, as far as that was read. */
    String said() {
        return String.join("\n", said);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
