package io.jenkins.plugins.consistentbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each write of a restore, an undo and a clone is answered with each kind of failure once, and its taking back as well.
 * The fake cluster is the model of where each copy of the data is.
 */
class FailureSweepTest {
    /** How far behind the first failure the second one comes at most. */
    private static final int FARTHEST = 12;
    /** Of a restore or undo, about. */
    private static final int WRITES = 35;

    private static final int REQUESTS_OF_TAKING_BACK = 60;

    private static final int DRAWN = Integer.getInteger("failures.drawn", 2000);
    private static final long SEED = Long.getLong("failures.seed", System.nanoTime());

    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE", "CLONE, CLUSTER"})
    void endsWellOrIsTakenBackWhenAWriteFails(final SweptOperation operation, final Profile profile) {
        failOnce(operation, profile, Sweep.everyWrite(3));
    }

    /** Then somebody else takes it back, to whom the same happens. */
    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE", "CLONE, CLUSTER"})
    void losesNothingWhenTakingBackFailsAsWell(final SweptOperation operation, final Profile profile) {
        failAgain(operation, profile, 2, Sweep.someWrites(5, 5));
    }

    /** So that nobody need undo it: a write is refused, and any request of those that take the run back fails once. */
    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE", "CLONE, CLUSTER"})
    void isTakenBackThoughARequestOfThatFails(final SweptOperation operation, final Profile profile) {
        failWhileTakenBack(operation, profile, 40, 6);
    }

    @Tag("soak")
    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE", "CLONE, CLUSTER"})
    void isTakenBackWhicheverRequestOfThatFails(final SweptOperation operation, final Profile profile) {
        failWhileTakenBack(operation, profile, DRAWN, SEED);
    }

    @Tag("soak")
    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE", "CLONE, CLUSTER"})
    void survivesEachFailure(final SweptOperation operation, final Profile profile) {
        failOnce(operation, profile, Sweep.everything());
        for (int later = 1; later <= FARTHEST; later++) {
            failAgain(operation, profile, later, Sweep.everything());
        }
    }

    private static void failWhileTakenBack(
            final SweptOperation operation, final Profile profile, final int drawn, final long seed) {
        List<Accident> failures = Accident.failures();
        Random random = new Random(seed);
        int met = 0;
        for (int i = 0; i < drawn; i++) {
            int refused = 1 + random.nextInt(WRITES);
            int request = 1 + random.nextInt(REQUESTS_OF_TAKING_BACK);
            Accident failure = failures.get(random.nextInt(failures.size()));
            try (SweptRun run = new SweptRun(operation, profile, random.nextBoolean() ? "now" : "late")) {
                met += run.meetsWhileTakenBack(refused, failure, request) ? 1 : 0;
                run.assertSettled();
                run.assertToldThatItWasTakenBack();
            }
        }
        System.out.printf(
                "%s, %s, again while it is taken back: met %d of %d, seed %d%n", operation, profile, met, drawn, seed);
        assertThat(met).isGreaterThan(drawn / 3);
    }

    private static void failOnce(final SweptOperation operation, final Profile profile, final Sweep sweep) {
        sweep.over(operation + ", " + profile, Accident.failures(), (write, failure, storageClass) -> {
            try (SweptRun run = new SweptRun(operation, profile, storageClass)) {
                boolean met = run.meets(failure, Set.of(write));
                run.assertSettled();
                return met;
            }
        });
    }

    private static void failAgain(
            final SweptOperation operation, final Profile profile, final int later, final Sweep sweep) {
        String what = operation + ", " + profile + ", again after " + later;
        sweep.over(what, Accident.failures(), (write, failure, storageClass) -> {
            try (SweptRun run = new SweptRun(operation, profile, storageClass)) {
                boolean met = run.meets(failure, Set.of(write, write + later));
                run.takeBackWith(failure);
                run.assertSettled();
                return met;
            }
        });
    }
}
