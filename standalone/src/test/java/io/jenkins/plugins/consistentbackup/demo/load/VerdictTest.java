package io.jenkins.plugins.consistentbackup.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {
    /** Rows 1 to 3 were acknowledged before it, row 4 was under way, row 5 came afterwards. */
    private static final CutWindow WINDOW = new CutWindow(350, 450);

    private final List<WriterRecord> writers = List.of(writerOfFiveRows());

    @Test
    void keepsWhatWasAcknowledgedBeforeTheFirstCut() {
        assertThat(judge(found(1L, 2L, 3L)).kept()).isTrue();
    }

    @Test
    void allowsWhatWasUnderWayDuringTheCut() {
        assertThat(judge(found(1L, 2L, 3L, 4L)).kept()).isTrue();
    }

    @Test
    void missesAnAcknowledgedRow() {
        assertThat(judge(found(1L, 2L)).broken())
                .isEqualTo("acknowledged rows of journal: 1 of 3 are missing (writer 1 row 3)");
    }

    @Test
    void refusesARowThatWasBegunAfterTheLastCut() {
        assertThat(judge(found(1L, 2L, 3L, 4L, 5L)).broken())
                .contains("later rows of journal")
                .contains("writer 1 row 5");
    }

    @Test
    void refusesARowThatNobodyWrote() {
        assertThat(judge(found(1L, 2L, 3L, 4L, 99L)).broken()).contains("writer 1 row 99");
    }

    @Test
    void seesAGap() {
        assertThat(judge(found(1L, 3L)).broken()).contains("sequences of journal: before writer 1 row 3");
    }

    @Test
    void seesLostMoney() {
        RestoredData found = new RestoredData(
                "PostgreSQL", Optional.empty(), List.of(rows(1L, 2L, 3L)), Optional.of(-917L), List.of());
        assertThat(judge(found).broken()).isEqualTo("money: the accounts add up to -917 instead of 0");
    }

    @Test
    void hearsWhatTheDatabaseComplainsOf() {
        RestoredData found = new RestoredData(
                "MariaDB",
                Optional.empty(),
                List.of(rows(1L, 2L, 3L)),
                Optional.of(0L),
                List.of(Complaint.error("shop.visits: error: Corrupt")));
        assertThat(judge(found).broken()).isEqualTo("own checks: shop.visits: error: Corrupt");
    }

    @Test
    void copyThatOnlyWarnsIsNotCalledUnusable() {
        RestoredData found = new RestoredData(
                "MariaDB",
                Optional.empty(),
                List.of(rows(1L, 2L, 3L)),
                Optional.of(0L),
                List.of(new Complaint("shop.visits: warning: 1 client hasn't closed the table properly", true)));
        assertThat(judge(found).usable()).isTrue();
        assertThat(judge(found).kept()).isFalse();
        assertThat(judge(found).broken()).startsWith("own warnings: shop.visits: warning: ");
    }

    @Test
    void saysThatATableCannotBeRead() {
        RestoredData found = new RestoredData("MariaDB", Optional.empty(), List.of(), Optional.of(0L), List.of());
        assertThat(judge(found).broken()).isEqualTo("journal can be read: no rows were read");
    }

    @Test
    void asksNothingMoreOfADatabaseThatDoesNotStart() {
        Verdict verdict = judge(RestoredData.notStarted("PostgreSQL", "could not locate a valid checkpoint record"));
        assertThat(verdict.checks()).hasSize(1);
        assertThat(verdict.broken()).isEqualTo("starts: could not locate a valid checkpoint record");
    }

    private Verdict judge(RestoredData found) {
        return Verdict.of(found, writers, WINDOW);
    }

    private static RestoredData found(Long... sequences) {
        return new RestoredData("PostgreSQL", Optional.empty(), List.of(rows(sequences)), Optional.of(0L), List.of());
    }

    private static FoundRows rows(Long... sequences) {
        return new FoundRows("journal", Map.of(1, List.of(sequences)));
    }

    private static WriterRecord writerOfFiveRows() {
        WriterRecord record = new WriterRecord("journal", 1);
        for (long sequence = 1; sequence <= 5; sequence++) {
            record.begin(sequence, sequence * 100);
            record.acknowledge(sequence * 100 + (sequence == 4 ? 90 : 10));
        }
        return record;
    }
}
