package io.jenkins.plugins.consistentbackup.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.fuzz.HostileText;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "shop, shop, true",
        "shop, shop-2, false",
        "team-a-*, team-a-web, true",
        "team-a-*, team-b-web, false",
        "*, shop, true",
        "*-web, team-a-web, true",
        "s*p, shop, true",
        "s.op, shop, false",
        "sh\\Eop, shop, false",
        "aba*aba, aba, false",
        "a*b*a, aba, true",
        "a*b*ba, aba, false",
        "'', shop, false",
        "'', '', true",
        "*, '', true"
    })
    void starStandsForAnyCharactersAndNothingElseDoes(String pattern, String name, boolean matches) {
        assertThat(NamePattern.matches(pattern, name)).isEqualTo(matches);
    }

    /** A name in a job's hands must not get past a rule for all. */
    @ParameterizedTest
    @ValueSource(strings = {"team-a\n", "team\u2028a", "team\u0085a", "\r"})
    void starStandsForLineSeparatorsToo(final String name) {
        assertThat(NamePattern.matches("*", name)).isTrue();
    }

    @Property
    void anyPatternAnswersForAnyNameSoon(@ForAll("names") final String pattern, @ForAll("names") final String name) {
        HostileText.soon(() -> {
            NamePattern.matches(pattern, name);
            assertThat(NamePattern.matches("*", name)).isTrue();
            assertThat(NamePattern.matches(name.replace("*", "x"), name.replace("*", "x")))
                    .isTrue();
        });
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("ab*").ofMaxLength(253),
                HostileText.from(List.of("team-a-web", "team-*-web", "*a*b*c*"))
                        .map(text -> text.substring(0, Math.min(253, text.length()))));
    }
}
