package io.jenkins.plugins.consistentbackup.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @Test
    void listsWhatStandsBetweenSeparators() {
        assertThat(Names.list(" shop,, team-a \n", ",\n")).containsExactly("shop", "team-a");
        assertThat(Names.list(null, ",")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"prod, true", "prod-2.eu_west, true", "'', false", "-prod, false", "pro d, false", "<b>, false"})
    void knowsNames(String name, boolean isName) {
        assertThat(Names.isName(name)).isEqualTo(isName);
    }
}
