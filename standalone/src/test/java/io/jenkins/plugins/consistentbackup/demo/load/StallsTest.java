package io.jenkins.plugins.consistentbackup.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallsTest {
    private final WriterRecord record = new WriterRecord("journal", 1);

    @Test
    void longestWriteOfTheWindowAndTheMedianOfTheOthers() {
        write(1, 0, 10);
        write(2, 20, 32);
        write(3, 40, 55);
        write(4, 90, 190);
        assertThat(stalls(100, 150)).isEqualTo(new Stalls(Duration.ofNanos(100), Duration.ofNanos(12)));
    }

    @Test
    void aWriteWithoutAnswerCountsUpToTheEnd() {
        record.begin(1, 90);
        assertThat(stalls(100, 150).longest()).isEqualTo(Duration.ofNanos(60));
    }

    @Test
    void nothingWrittenIsNoStall() {
        assertThat(stalls(100, 150)).isEqualTo(new Stalls(Duration.ZERO, Duration.ZERO));
    }

    @Test
    void aRowThatIsBegunAgainForgetsItsFirstAttempt() {
        record.begin(1, 10);
        record.begin(1, 70);
        record.acknowledge(75);
        assertThat(record.writes()).hasSize(1);
        assertThat(record.writes().get(0).begunNanos()).isEqualTo(70);
    }

    private Stalls stalls(long from, long to) {
        return Stalls.of(List.of(record), from, to);
    }

    private void write(long sequence, long begun, long acknowledged) {
        record.begin(sequence, begun);
        record.acknowledge(acknowledged);
    }
}
