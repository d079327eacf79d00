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
    void lineIsQuotedWholeOrNotAtAll() {
        String secret = "correct horse\tbattery staple ";
        String fits = "x".repeat(Quotation.LONGEST - secret.length()) + secret;
        tail.add(fits);
        tail.add("x" + fits);
        assertThat(tail.lines()).containsExactly(fits, "(2001 characters, too many to quote)");
    }
}
