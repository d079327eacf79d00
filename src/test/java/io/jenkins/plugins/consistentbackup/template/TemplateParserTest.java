package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateParserTest {
    static final String MINIMAL = """
        name: plain
        title: Plain
        description: Nothing.
        fits:
          images: [plain]
          volumes: one
        hold:
          family: flush
          blocksWrites: false
          acquire: sync
        levels:
          one: {atomic: filesystem, torn: none}
          several: {atomic: crash, torn: none}
          group: {atomic: filesystem, torn: none}
        """;

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TemplateLibrary.resource("hook-template.schema.json"));

    static List<String> builtIns() {
        return TemplateLibrary.resource("built-in.txt").lines().toList();
    }

    @ParameterizedTest
    @MethodSource("builtIns")
    void builtInsAreValidAndHaveNoFindings(String name) {
        String text = TemplateLibrary.resource(name + ".yaml");
        assertThat(SCHEMA.validate(text, InputFormat.YAML)).isEmpty();
        assertThat(TemplateLinter.lint(name, text)).isEmpty();
        assertThat(TemplateParser.parse(name, text).name()).isEqualTo(name);
    }

    @Test
    void leavesOutWhatIsOptional() {
        HookTemplate template = TemplateParser.parse("plain.yaml", MINIMAL);
        assertThat(template.proved()).isEqualTo("not proved");
        assertThat(template.parameters()).isEmpty();
        assertThat(template.restore().check()).isEmpty();
        assertThat(template.levels().one().atomic()).isEqualTo(Level.FILESYSTEM);
        assertThat(template.digest()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void connectStandsInFrontOfEveryScriptOfTheStartedContainerAndOfTheClient() {
        String connected = MINIMAL + "connect: export X=1\nrole: role\nrestore: {prepare: p, check: c}\n";
        HookTemplate template = TemplateParser.parse("t", connected);
        assertThat(template.role()).contains("export X=1\nrole");
        assertThat(template.hold().acquire()).isEqualTo("export X=1\nsync");
        assertThat(template.restore().check()).contains("export X=1\nc");
        assertThat(template.restore().prepare()).contains("p");

        String client = connected.replace("  acquire", "  client: [psql, '{DB}']\n  acquire");
        assertThat(TemplateParser.parse("t", client).hold().client())
                .containsExactly("sh", "-c", "export X=1\nexec \"$@\"", "client", "psql", "{DB}");
        String script = connected.replace("  acquire", "  client: [sh, -c, exec psql]\n  acquire");
        assertThat(TemplateParser.parse("t", script).hold().client())
                .containsExactly("sh", "-c", "export X=1\nexec psql");
        assertThat(TemplateParser.parse("t", script).hold().acquire()).isEqualTo("sync");
    }

    /** What is replaced in the minimal template, by what, the line of the finding and a part of its message. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        name: plain          | name: Plain            | 1  | name must be a DNS label
        name: plain          | nam: plain             | 1  | nam is not a field
        title: Plain         | title: 5               | 2  | title must be text: put it in quotes
        title: Plain         | title: [a]             | 2  | title must be text
        title: Plain         | titel: Plain           | 2  | titel is not a field
        description: Nothing.| proved: perhaps        | 3  | proved must be real server
        images: [plain]      | images: plain          | 5  | fits.images must be a list
        images: [plain]      | images: []             | 5  | fits.images is empty
        images: [plain]      | selectedByName: false  | 5  | fits.images is empty
        images: [plain]      | images: [1]            | 5  | fits.images[0] must be text
        volumes: one         | volumes: two           | 6  | write one of one, several, any
        volumes: one         | volumes: ONE           | 6  | fits.volumes is ONE
        family: flush        | family: hope           | 8  | hold.family is hope
        blocksWrites: false  | blocksWrites: "'false'"| 9  | hold.blocksWrites must be true or false
        blocksWrites: false  | blocksWrites: 1        | 9  | hold.blocksWrites must be true or false
        acquire: sync        | aquire: sync           | 10 | hold.aquire is not a field
        acquire: sync        | client: psql           | 10 | hold.client must be a list
        torn: none}          | torn: best}            | 12 | write one of none, crash, filesystem, application
        torn: none}          | tron: none}            | 12 | levels.one.tron is not a field
        levels:              | needs: [a b]\\nlevels: | 11 | needs lists names of programs
        levels:              | parameters: {}\\nlevels:                                   | 11 | parameters must be a list
        levels:              | parameters: [{name: low, description: d}]\\nlevels:       | 11 | parameters[0].name must be a variable's name
        levels:              | parameters: [{name: A}]\\nlevels:                          | 11 | parameters[0].description is missing
        levels:              | parameters: [{name: A, description: d, type: x}]\\nlevels: | 11 | parameters[0].type is not a field
        levels:              | parameters: [{name: A, description: d, default: 5}]\\nlevels: | 11 | parameters[0].default must be text
        levels:              | restore: {chek: x}\\nlevels:                               | 11 | restore.chek is not a field
        """)
    void schemaAndParserRefuseTheSame(String good, String bad, int line, String message) {
        String text = MINIMAL.replaceFirst(java.util.regex.Pattern.quote(good), bad.replace("\\n", "\n"));
        assertThat(text).isNotEqualTo(MINIMAL);
        assertThat(refused(text).findings())
                .anySatisfy(finding -> assertThat(finding.toString())
                        .startsWith("t.yaml:" + line + ": error: ")
                        .contains(message));
        assertThat(SCHEMA.validate(text, InputFormat.YAML)).as("schema").isNotEmpty();
    }

    @Test
    void reportsEveryProblemInTheOrderOfLines() {
        String text = MINIMAL.replace("title", "titel").replace("family: flush", "family: x") + "more: 1\n";
        assertThat(refused(text).findings()).extracting(Finding::line).containsExactly(1, 2, 8, 15);
    }

    @Test
    void refusesAPatternThatIsNoneOrThatTheDefaultDoesNotMatch() {
        String parameter = "parameters: [{name: A, description: d, default: b, pattern: '%s'}]\n";
        assertThat(refused(MINIMAL + parameter.formatted("["))).hasMessageContaining("no regular expression");
        assertThat(refused(MINIMAL + parameter.formatted("a"))).hasMessageContaining("default of A does not match");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[1", "just text", "- a", "a: b\n---\nc: d", "a: 'x", "\t a: b", "? [a]\n: b", "a: !!x y"})
    void whatIsNoTemplateIsRefusedWithALine(String text) {
        assertThat(refused(text).findings())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.line()).isPositive());
    }

    @Test
    void refusesWhatWouldTakeLong() {
        assertThat(refused("a: &x [1]\nb: *x\n")).hasMessageContaining("t.yaml:2: error: aliases");
        assertThat(refused("[".repeat(30_000))).hasMessageContaining("nested deeper than 16");
        assertThat(refused("a: " + "x".repeat(70_000))).hasMessageContaining("more than 65536");
        assertThat(refused(MINIMAL.replace("sync", "x".repeat(3000))))
                .hasMessageContaining("more than 2000 characters");
        assertThat(refused("a: 1\na: 2\n")).hasMessageContaining("t.yaml:2: error: a is there twice");
    }

    private static TemplateException refused(String text) {
        return catchThrowableOfType(TemplateException.class, () -> TemplateParser.parse("t.yaml", text));
    }
}
