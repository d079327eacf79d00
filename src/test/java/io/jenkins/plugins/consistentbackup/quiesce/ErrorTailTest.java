package io.jenkins.plugins.consistentbackup.quiesce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorTailTest {
    private final ErrorTail tail = new ErrorTail();

    @Test
    void nothingWasSaid() {
        tail.add("  ");
        assertThat(tail).hasToString("");
    }

    @Test
    void lastLinesAreOnOne() {
        for (int i = 1; i <= 6; i++) {
            tail.add("line " + i + "\u001b[0m");
        }
        assertThat(tail).hasToString(": line 3 [0m | line 4 [0m | line 5 [0m | line 6 [0m");
    }

    @Test
    void longLineIsCutBetweenWords() {
        tail.add("secret ".repeat(1000));
        assertThat(tail.toString()).hasSizeLessThan(310).endsWith("secret …");
    }

    @Test
    void nothingIsShownOfAWordThatIsTooLong() {
        tail.add("x".repeat(5000));
        assertThat(tail).hasToString(": …");
    }
}
