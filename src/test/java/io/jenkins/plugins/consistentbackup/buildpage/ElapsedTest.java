package io.jenkins.plugins.consistentbackup.buildpage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0 ms",
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "59999, 59.9 s",
        "60000, 1 min",
        "125000, 2 min 5 s",
        "3600000, 1 h",
        "12000000, 3 h 20 min",
        "187200000, 2 d 4 h"
    })
    void showsTheTwoUnitsThatMatter(long millis, String text) {
        assertThat(Elapsed.text(millis)).isEqualTo(text);
    }
}
