package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
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

    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE", "CLONE, CLUSTER"})
    void endsWellOrIsTakenBackWhenAWriteFails(final SweptOperation operation, final Profile profile) {
        failOnce(operation, profile, Sweep.everyWrite(2));
    }

    /** Then somebody else takes it back, to whom the same happens. */
    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE", "CLONE, CLUSTER"})
    void losesNothingWhenTakingBackFailsAsWell(final SweptOperation operation, final Profile profile) {
        failAgain(operation, profile, 2, Sweep.someWrites(5, 5));
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
