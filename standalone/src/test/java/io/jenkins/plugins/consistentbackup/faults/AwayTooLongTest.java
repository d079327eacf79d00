package io.jenkins.plugins.consistentbackup.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.consistentbackup.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The API server goes while a restore replaces claims, and stays away for longer than taking back waits. */
@Tag("soak")
class AwayTooLongTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void undoTakesBackWhatStayedStopped() throws Exception {
        try (SweepCluster sweep = new SweepCluster();
                Cluster connection = sweep.connect("owner", SweepCluster.PATIENT_DEADLINE)) {
            String namespace = sweep.nextNamespace();
            RowsDatabase database = new RowsDatabase(sweep.embedded(), namespace);
            database.create();
            try (WriteWatch watch = new WriteWatch(database, sweep.scheduler())) {
                assertThat(watch.writesWithin(PATIENCE)).isTrue();
                get(Operation.RESTORE_CLUSTER_PROFILE.backUpInPeace(
                        sweep, sweep.undisturbed(), namespace, System.out::println));
                assertThat(watch.writesWithin(PATIENCE)).isTrue();
                Set<String> acknowledged = database.acknowledged();
                sweep.faults()
                        .watch(
                                "owner",
                                List.of(PlannedFault.beside(Target.REPLACE, Mishap.API_SERVER_AWAY)),
                                away -> sweep.scheduler().execute(() -> {
                                    sweep.faults().answerNobody(Duration.ofHours(1));
                                    sweep.embedded().server().cutConnections();
                                }));

                assertThatThrownBy(() -> get(Operation.RESTORE_CLUSTER_PROFILE.restore(
                                sweep, connection, namespace, System.out::println)))
                        .hasMessageContaining("cleaning up failed");
                sweep.faults().answerNobody(Duration.ZERO);
                assertThat(get(sweep.restorer(sweep.undisturbed()).recorded(namespace)))
                        .singleElement()
                        .matches(restore -> !restore.ended());

                get(Operation.UNDO_CLUSTER_PROFILE.undo(sweep, sweep.undisturbed(), namespace, System.out::println));

                assertThat(watch.writesWithin(PATIENCE)).isTrue();
                for (String claim : RowsDatabase.CLAIMS) {
                    assertThat(RowsDatabase.missing(acknowledged, database.liveRows(claim)))
                            .as(claim)
                            .isEmpty();
                }
            }
        }
    }

    private static <T> T get(final CompletableFuture<T> run) throws Exception {
        return run.get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
    }
}
