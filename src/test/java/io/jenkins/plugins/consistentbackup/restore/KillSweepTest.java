package io.jenkins.plugins.consistentbackup.restore;

import io.jenkins.plugins.consistentbackup.catalog.Profile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A restore, an undo and a clone are killed at each of their writes, with and without that write's effect, and another
 * process goes on or takes them back, from what the cluster says alone. The fake cluster is the model of where each copy
 * of the data is.
 */
class KillSweepTest {
    private static final List<Accident> DEATHS = List.of(Accident.DEATH_BEFORE, Accident.DEATH_AFTER);

    private enum Then {
        RESUME,
        TAKE_BACK,
        /** Taking back is killed at each of its writes as well, and begun again. */
        TAKE_BACK_AGAIN_AND_AGAIN
    }

    @ParameterizedTest
    @CsvSource({
        "RESTORE, CLUSTER, RESUME",
        "RESTORE, CLUSTER, TAKE_BACK",
        "RESTORE, NAMESPACE, RESUME",
        "RESTORE, NAMESPACE, TAKE_BACK",
        "UNDO, CLUSTER, RESUME",
        "UNDO, CLUSTER, TAKE_BACK",
        "UNDO, NAMESPACE, RESUME",
        "UNDO, NAMESPACE, TAKE_BACK",
        "CLONE, CLUSTER, RESUME",
        "CLONE, CLUSTER, TAKE_BACK"
    })
    void survivesDeathAtEachWrite(final SweptOperation operation, final Profile profile, final Then then) {
        sweep(operation, profile, then, Sweep.everyWrite(1));
    }

    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE", "CLONE, CLUSTER"})
    void survivesDeathWhileItIsTakenBack(final SweptOperation operation, final Profile profile) {
        sweep(operation, profile, Then.TAKE_BACK_AGAIN_AND_AGAIN, Sweep.someWrites(5, 2));
    }

    @Tag("soak")
    @ParameterizedTest
    @CsvSource({"RESTORE, CLUSTER", "RESTORE, NAMESPACE", "UNDO, CLUSTER", "UNDO, NAMESPACE", "CLONE, CLUSTER"})
    void survivesEachDeath(final SweptOperation operation, final Profile profile) {
        for (Then then : Then.values()) {
            sweep(operation, profile, then, Sweep.everything());
        }
    }

    private static void sweep(
            final SweptOperation operation, final Profile profile, final Then then, final Sweep sweep) {
        sweep.over(operation + ", " + profile + ", " + then, DEATHS, (write, death, storageClass) -> {
            try (SweptRun run = new SweptRun(operation, profile, storageClass)) {
                boolean met = run.meets(death, Set.of(write));
                switch (then) {
                    case RESUME -> run.resume();
                    case TAKE_BACK -> run.takeBack();
                    case TAKE_BACK_AGAIN_AND_AGAIN -> run.takeBackWith(death);
                }
                run.assertSettled();
                return met;
            }
        });
    }
}
