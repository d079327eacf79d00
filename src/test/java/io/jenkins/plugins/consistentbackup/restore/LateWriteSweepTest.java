package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each write of a restore and an undo once gets no answer within its deadline, so that the run is taken back,
 * and takes effect in the midst of that: before the next request, before the one after it, and so on until the end. The
 * fake cluster is the model of where each copy of the data is.
 */
class LateWriteSweepTest {
    /** More requests than any taking back makes. */
    private static final int LATEST = 80;
    /** Of a restore or undo, about. */
    private static final int WRITES = 35;

    private static final int WRITES_OF_TAKING_BACK = 15;

    private static final int DRAWN = Integer.getInteger("late.drawn", 2000);
    private static final long SEED = Long.getLong("late.seed", System.nanoTime());

    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE"})
    void aWriteThatIsLateDoesNoHarm(final SweptOperation operation, final Profile profile) {
        List.of(1, 4, 16).forEach(lateness -> beLate(operation, profile, lateness, Sweep.someWrites(3, 1)));
    }

    @Tag("soak")
    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE"})
    void noWriteThatIsLateDoesHarm(final SweptOperation operation, final Profile profile) {
        IntStream.rangeClosed(1, LATEST).forEach(lateness -> beLate(operation, profile, lateness, Sweep.everything()));
    }

    /** A write is refused, and one of those that take the run back gets no answer: another try knows nothing of it. */
    @Tag("soak")
    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE"})
    void noLateWriteOfTakingBackDoesHarm(final SweptOperation operation, final Profile profile) {
        Random random = new Random(SEED);
        int met = 0;
        for (int i = 0; i < DRAWN; i++) {
            int refused = 1 + random.nextInt(WRITES);
            int write = refused + random.nextInt(WRITES_OF_TAKING_BACK);
            try (SweptRun run = new SweptRun(operation, profile, random.nextBoolean() ? "now" : "late")) {
                if (run.meetsLate(refused, write, 1 + random.nextInt(LATEST))) {
                    met++;
                    run.assertSettled();
                }
            }
        }
        System.out.printf(
                "%s, %s, late while it is taken back: met %d of %d, seed %d%n", operation, profile, met, DRAWN, SEED);
        assertThat(met).isGreaterThan(DRAWN / 3);
    }

    /** @param lateness in requests after the one that is late */
    private static void beLate(
            final SweptOperation operation, final Profile profile, final int lateness, final Sweep sweep) {
        String what = operation + ", " + profile + ", late by " + lateness;
        sweep.over(what, List.of(Accident.LATE), (write, late, storageClass) -> {
            try (SweptRun run = new SweptRun(operation, profile, storageClass)) {
                boolean met = run.meetsLate(write, lateness);
                run.assertSettled();
                return met;
            }
        });
    }
}
