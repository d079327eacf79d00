package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.util.List;
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

    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE"})
    void aWriteThatIsLateDoesNoHarm(final SweptOperation operation, final Profile profile) {
        List.of(1, 2, 4, 7, 11, 16, 22, 29)
                .forEach(lateness -> beLate(operation, profile, lateness, Sweep.someWrites(2, 1)));
    }

    @Tag("soak")
    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE"})
    void noWriteThatIsLateDoesHarm(final SweptOperation operation, final Profile profile) {
        IntStream.rangeClosed(1, LATEST).forEach(lateness -> beLate(operation, profile, lateness, Sweep.everything()));
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
