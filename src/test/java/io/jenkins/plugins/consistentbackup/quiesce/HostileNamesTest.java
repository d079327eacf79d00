package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a cluster or a user may call things, and what only a forged answer of an API server could: nothing of it is run in a
 * container, whether it comes as a value, as a client's argument, or as the name of what is held.
 */
class HostileNamesTest {
    private static final String PROOF = "PROOF";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long DEADLINE_MILLIS = 60_000;

    @TempDir
    Path directory;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /** Shells with texts that would make the file PROOF if anything ran them. */
    static Stream<List<String>> texts() {
        return Stream.of("dash", "bash", "busybox")
                .flatMap(shell -> Stream.of(
                                "$(touch PROOF)",
                                "`touch PROOF`",
                                "'; touch PROOF; '",
                                "\"; touch PROOF; \"",
                                "'\\''; touch PROOF; '\\''",
                                "x\\",
                                "\\$(touch PROOF)\\'",
                                "; touch PROOF #",
                                "& touch PROOF &",
                                "${PROOF:=$(touch PROOF)}",
                                "a\ntouch PROOF\nb",
                                "a\r\ntouch PROOF\r\n",
                                "* ? [a-z]* ~ !!",
                                "-e -n --",
                                "data-pg-0.shop_\u00e9\u2028")
                        .map(text -> List.of(shell, text)));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void valueReachesAScriptAsItIs(final List<String> text) throws Exception {
        String value = inDirectory(text.get(1));
        ContainerScripts.Output output = new ScriptRunner(container(text), timer)
                .run(LocalContainer.REF, "printf '<%s>\\n' \"$VALUE\"", Map.of("VALUE", value), LIMIT)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertThat(String.join("\n", output.lines()).replace("\r", "")).isEqualTo("<" + value.replace("\r", "") + ">");
        assertNothingRan();
    }

    /** The stand-in's client gets the name of its lock as an argument; the hold's own name has that of a pod in it. */
    @ParameterizedTest
    @MethodSource("texts")
    void argumentAndNameOfAHoldAreNotRun(final List<String> text) throws Exception {
        String name = inDirectory(text.get(1)).replace("\n", " ").replace("\r", " ");
        String inFile = name.replace('/', '_');
        StandIn database = new StandIn(directory, inFile);
        HoldRequest request = database.request(name, database.session(), DEADLINE_MILLIS);
        Quiescer quiescer = new ContainerQuiescer(container(text), timer);

        Hold hold = quiescer.hold(request).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(database.isLocked())
                .as("the lock has the very name that was given")
                .isTrue();
        hold.release().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        hold.end().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertNothingRan();
    }

    @Test
    void whatIsNoNameOfAVariableIsRefused() throws Exception {
        ScriptRunner runner = new ScriptRunner(LocalContainer.plain("dash", directory), timer);
        for (String name : List.of("X; touch PROOF; Y", "X\ntouch PROOF\nY", "$(touch PROOF)", "-x", "1X", "")) {
            assertThatThrownBy(() -> runner.run(LocalContainer.REF, ":", Map.of(inDirectory(name), "v"), LIMIT))
                    .isInstanceOf(HoldException.class)
                    .hasMessageStartingWith("this is no name of a variable: ");
        }
        assertNothingRan();
    }

    /** No cluster has such a name; the shell takes it for its own script's end, and finds none. */
    @Test
    void nameWithALineBreakHoldsNothingAndRunsNothing() throws Exception {
        StandIn database = new StandIn(directory, "db");
        String name = inDirectory("pod\ntouch PROOF\n");
        Quiescer quiescer = new ContainerQuiescer(LocalContainer.plain("dash", directory), timer);

        assertThatThrownBy(() -> quiescer.hold(database.request(name, database.session(), 3000))
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
        assertThat(database.isLocked()).isFalse();
        assertNothingRan();
    }

    private LocalContainer container(final List<String> text) throws IOException {
        return LocalContainer.plain(text.get(0), directory);
    }

    private String inDirectory(final String text) {
        return text.replace(PROOF, directory.resolve(PROOF).toString());
    }

    private void assertNothingRan() {
        assertThat(directory.resolve(PROOF)).doesNotExist();
        assertThat(Path.of(PROOF)).doesNotExist();
    }
}
