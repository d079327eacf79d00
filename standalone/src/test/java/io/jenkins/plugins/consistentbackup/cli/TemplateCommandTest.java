package io.jenkins.plugins.consistentbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.template.HoldRecipe.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands by which somebody writes a template of his own. */
class TemplateCommandTest {
    @TempDir
    private Path folder;

    private CommandLineRun start(Family family) {
        return CommandLineRun.of("template", "new", "mine", "--family", family.name(), "--into", folder.toString());
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    @ParameterizedTest
    @EnumSource
    void startingTemplateHasNoFindingsAndPassesItsTests(Family family) {
        assertThat(start(family).status()).isZero();

        CommandLineRun lint = CommandLineRun.of("template", "lint", folder.toString());
        assertThat(lint.out().lines()).containsExactly("1 templates, 0 errors, 0 warnings");
        CommandLineRun test = CommandLineRun.of(
                "template",
                "test",
                file("mine.yaml").toString(),
                file("mine.test.yaml").toString());
        assertThat(test.status()).as(test.toString()).isZero();
        assertThat(test.out()).contains("tests passed, 0 failed").doesNotContain("expected");
    }

    @Test
    void newTemplateReplacesNothingAndNeedsAName() {
        start(Family.FLUSH);
        assertThat(start(Family.STATE))
                .matches(run -> run.status() == ExitCodes.BAD_INPUT)
                .matches(run -> run.err().contains("mine.yaml is there already"));
        CommandLineRun run = CommandLineRun.of("template", "new", "My DB", "--into", folder.toString());
        assertThat(run.status()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(run.err()).contains("name must be a DNS label");
    }

    @Test
    void failuresNameLineExpectedAndGot() throws IOException {
        start(Family.SESSION);
        Path tests = file("mine.test.yaml");
        Files.writeString(
                tests,
                Files.readString(tests)
                        .replace("PONG 2 session 7", "PONG 2 session 9")
                        .replace("asked: [LOCK_TIMEOUT 5, LOCK ALL", "asked: [LOCK_TIMEOUT 5, SHUT")
                        .replace("{hold: lock timeout exceeded}", "{hold: no right}")
                        .replace("prints: learner", "prints: leader"));

        CommandLineRun run =
                CommandLineRun.of("template", "test", file("mine.yaml").toString());

        assertThat(run.status()).isEqualTo(ExitCodes.FAILED);
        assertThat(run.out())
                .contains(tests + ":28: an answer that is not known is no role: role\n"
                        + "  expected: a failure that says: SHOW ROLE: learner\n"
                        + "  got:      no failure: primary\n")
                .contains("hold\n  expected: PONG 2 session 9\n  got:      PONG 2 session 7\n")
                .contains("asked\n  expected: SHUT\n  got:      after what came before it: ")
                .contains("hold\n  expected: a failure that says: no right\n  got:      cannot hold test/pod")
                .contains("2 tests passed, 3 failed");
    }

    @Test
    void templateWithErrorsAndTestsThatAreMissingAreMistakes() throws IOException {
        start(Family.STATE);
        Files.delete(file("mine.test.yaml"));
        CommandLineRun none =
                CommandLineRun.of("template", "test", file("mine.yaml").toString());
        assertThat(none.status()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(none.err()).contains("mine.test.yaml: there is none of this name");

        Files.writeString(
                file("mine.yaml"), Files.readString(file("mine.yaml")).replace("  release: |", "  relase: |"));
        CommandLineRun wrong =
                CommandLineRun.of("template", "test", file("mine.yaml").toString());
        assertThat(wrong.status()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(wrong.err()).contains("hold.relase is not a field");
    }

    @Test
    void bothSchemasArePrinted() {
        assertThat(CommandLineRun.of("template", "schema")
                        .document()
                        .path("title")
                        .asText())
                .isEqualTo("Hook template of Consistent Backup");
        assertThat(CommandLineRun.of("template", "schema", "test")
                        .document()
                        .path("title")
                        .asText())
                .startsWith("Tests of a hook template");
    }

    @ParameterizedTest
    @EnumSource
    void listSaysHowEachTemplateWasProved(Listing listing) {
        CommandLineRun run = CommandLineRun.of(listing.name());
        assertThat(run.status()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("redis ")))
                .singleElement()
                .asString()
                .endsWith("real server");
    }

    /** Both names of the list. */
    enum Listing {
        template,
        templates
    }

    @Test
    void twoPlacesAtOnceAreAMistake() {
        CommandLineRun run = CommandLineRun.of("template", "test", "x.yaml", "--process", "--pod", "db-0");
        assertThat(run.status()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(run.err()).contains("mutually exclusive");
    }

    /** Where the documentation's example lies, from the top of the repository or from the standalone build. */
    static Path example() {
        return Stream.of(Path.of("docs/templates/example"), Path.of("../docs/templates/example"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void exampleOfTheDocumentationPassesItsTests() {
        String template = example().resolve("ledger.yaml").toString();
        assertThat(CommandLineRun.of("lint", template).out()).contains("0 errors, 0 warnings");
        CommandLineRun run = CommandLineRun.of("template", "test", template);
        assertThat(run.out()).as(run.toString()).isEqualTo("6 tests passed, 0 failed\n");
    }
}
