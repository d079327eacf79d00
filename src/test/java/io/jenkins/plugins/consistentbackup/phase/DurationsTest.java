package io.jenkins.plugins.consistentbackup.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.fuzz.HostileText;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "10s, PT10S", "2m, PT2M", "1h, PT1H", "7d, PT168H", "0s, PT0S"})
    void areReadAsPeopleWriteThem(final String text, final Duration meant) {
        assertThat(Durations.parse(text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "10 s", "1h30m", "9999999999s"})
    void anythingElseIsRefused(final String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusalShowsWhatAGoodOneLooksLike() {
        assertThatThrownBy(() -> Durations.parse("soon"))
                .hasMessage("'soon' is no duration; write 500ms, 10s, 2m, 1h or 7d");
    }

    @Property
    void anythingIsReadOrRefused(@ForAll("anything") final String text) {
        HostileText.soon(() -> {
            try {
                assertThat(Durations.parse(text)).isGreaterThanOrEqualTo(Duration.ZERO);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("is no duration");
            }
        });
    }

    @Provide
    Arbitrary<String> anything() {
        return HostileText.from(List.of("500ms", "10s", "2m", "1h", "7d"));
    }
}
