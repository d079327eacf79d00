package io.jenkins.plugins.consistentbackup.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.fuzz.HostileText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a template, the worst is that it is refused, soon. */
class TemplateFuzzTest {
    private static final List<String> BUILT_IN = Stream.of("mariadb", "mongodb", "files")
            .map(TemplateFuzzTest::builtIn)
            .toList();

    @Property
    void builtInsThatSomebodyChangedAreReadOrRefused(@ForAll("changed") final String text) {
        readOrRefused(text);
    }

    /** Linting takes longer than reading. */
    @Property(tries = 100)
    void builtInsThatSomebodyChangedAreLinted(@ForAll("changed") final String text) {
        HostileText.soon(() -> assertThat(TemplateLinter.lint("fuzz", text)).isNotNull());
    }

    @Property
    void anythingIsReadOrRefused(@ForAll("anything") final String text) {
        readOrRefused(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\x", "\"\\u", "name: \"\\U\"", "!%", "name: !%4"})
    void escapeWithoutDigitsIsRefused(final String text) {
        assertThat(TemplateLinter.lint("fuzz", text))
                .anySatisfy(finding -> assertThat(finding.toString()).contains("this is not YAML"));
    }

    /** The YAML library reads in pieces of its own; a character of two chars may lie on the border of two of them. */
    @Test
    void characterOfTwoCharsIsReadWhereverItStands() {
        String template = BUILT_IN.get(0);
        for (int length = 0; length < 2100; length++) {
            String text = "# " + "x".repeat(length) + "\uD83D\uDE00\n" + template;
            assertThat(TemplateLinter.lint("fuzz", text)).as("after %d", length).isEmpty();
            assertThat(TemplateLinter.lint("fuzz", "# " + "x".repeat(length) + "\uD83D"))
                    .anySatisfy(finding -> assertThat(finding.toString()).contains("this is not YAML"));
        }
    }

    @Provide
    Arbitrary<String> changed() {
        return HostileText.from(BUILT_IN);
    }

    @Provide
    Arbitrary<String> anything() {
        return HostileText.outOfNothing();
    }

    private static void readOrRefused(final String text) {
        HostileText.soon(() -> {
            try {
                assertThat(TemplateParser.parse("fuzz", text).name()).isNotEmpty();
            } catch (TemplateException e) {
                assertThat(e.findings()).isNotEmpty();
            }
        });
    }

    private static String builtIn(final String name) {
        try (InputStream stream = TemplateParser.class.getResourceAsStream(name + ".yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
