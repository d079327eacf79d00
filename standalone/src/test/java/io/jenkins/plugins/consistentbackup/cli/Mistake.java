package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/**
 * Something that users get wrong.
 *
 * @param name what it is
 * @param line the command line, {@code -n} and the namespace left out
 * @param namespace where
 * @param status the exit status
 * @param says what must stand in the message
 */
record Mistake(String name, List<String> line, String namespace, int status, List<String> says) {
    static Mistake of(final String name, final String line) {
        return new Mistake(name, List.of(line.split(" ")), "bad", ExitCodes.BAD_INPUT, List.of());
    }

    Mistake in(final String where) {
        return new Mistake(name, line, where, status, says);
    }

    Mistake ends(final int with) {
        return new Mistake(name, line, namespace, with, says);
    }

    Mistake says(final String... parts) {
        return new Mistake(name, line, namespace, status, List.of(parts));
    }

    /** Makes it, and looks that it is named as what it is and leaves nothing behind. */
    void mustBeNamed(final LiveShop shop, final Path as) throws Exception {
        List<String> before = shop.traces(namespace);
        CommandLineRun run = shop.runAs(
                as, line.get(0), namespace, line.subList(1, line.size()).toArray(String[]::new));
        assertThat(run.err()).as(run.toString()).contains(says).doesNotContain("\tat ", "Exception", "foreseen");
        assertThat(run.status()).as(run.toString()).isEqualTo(status);
        assertThat(shop.traces(namespace)).isEqualTo(before);
    }

    @Override
    public String toString() {
        return name;
    }
}
