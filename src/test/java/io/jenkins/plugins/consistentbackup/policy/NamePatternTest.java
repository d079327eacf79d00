package io.jenkins.plugins.consistentbackup.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "sh\\Eop, shop, false"
    })
    void starStandsForAnyCharactersAndNothingElseDoes(String pattern, String name, boolean matches) {
        assertThat(NamePattern.matches(pattern, name)).isEqualTo(matches);
    }
}
