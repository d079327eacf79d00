package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jenkins.plugins.consistentbackup.template.TemplateTest.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTestReaderTest {
    private static final String TESTS = """
        tests:
          - name: held
            parameters: {DB: shop}
            programs:
              psql:
                - arguments: SELECT
                  prints: t
                  status: 0
                - statement: LOCK
                  times: 1
            expect:
              hold: [ARMED, READY]
              role: replica
              check: true
              fails: {writable: read-only}
              levels: {one: application}
        """;

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TemplateSchema.TEST.text());

    @Test
    void readsWhatIsAnsweredAndExpected() {
        List<TemplateTest> tests = TemplateTestReader.read("t", TESTS);

        assertThat(SCHEMA.validate(TESTS, InputFormat.YAML)).isEmpty();
        assertThat(tests).singleElement().satisfies(test -> {
            assertThat(test.answers())
                    .extracting(TemplateTest.Answer::statement)
                    .containsExactly(false, true);
            assertThat(test.expectations())
                    .extracting(TemplateTest.Expectation::subject)
                    .containsExactly(Subject.ROLE, Subject.HOLD, Subject.WRITABLE, Subject.CHECK, Subject.LEVELS);
            assertThat(test.expectations().get(1).lines())
                    .containsExactly(new TemplateTest.Line(12, "ARMED"), new TemplateTest.Line(12, "READY"));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        hold: [ARMED, READY]   | hald: [ARMED]       | 12 | hald is not a field
        parameters: {DB: shop} | parameters: {DB: 5} | 3  | parameters.DB must be text: put it in quotes
        status: 0              | status: 256         | 8  | an exit status is at most 255
        status: 0              | status: x           | 8  | status must be a whole number
        status: 0              | statement: x        | 8  | not to both
        {one: application}     | {two: application}  | 16 | levels.two is not a field
        {writable: read-only}  | {levels: x}         | 15 | fails.levels is not a field
        name: held             | nam: held           | 2  | name is missing
        """)
    void schemaAndReaderRefuseTheSame(String good, String bad, int line, String message) {
        String text = TESTS.replace(good, bad);
        assertThat(text).isNotEqualTo(TESTS);
        assertThatThrownBy(() -> TemplateTestReader.read("t.test.yaml", text))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e -> assertThat(e.findings())
                                .anySatisfy(finding -> assertThat(finding.toString())
                                        .startsWith("t.test.yaml:" + line + ": error: ")
                                        .contains(message)));
        assertThat(SCHEMA.validate(text, InputFormat.YAML)).as("schema").isNotEmpty();
    }

    @Test
    void testThatExpectsNothingIsRefused() {
        assertThatThrownBy(() -> TemplateTestReader.read("t", "tests: [{name: x, expect: {}}]"))
                .hasMessageContaining("expects nothing");
        assertThatThrownBy(() -> TemplateTestReader.read("t", "tests: []")).hasMessageContaining("there is no test");
    }
}
